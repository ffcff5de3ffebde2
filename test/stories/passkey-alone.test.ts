import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openTestApp, type TestApp } from '../testkit/app.ts';
import { openBrowser } from '../testkit/browser.ts';
import { openSmtpSink, type SmtpSink } from '../testkit/smtp.ts';
import { addAuthenticator, look, openPages } from './account-steps.ts';

const EMAIL = 'lantern@example.org';

let sink: SmtpSink;
let kit: TestApp;
let browser: Browser & AsyncDisposable;
let origin: string;
before(async () => {
  sink = await openSmtpSink();
  kit = await openTestApp({ SMTP_URL: sink.url });
  await kit.publish();
  ({ address: origin } = await kit.serve());
  browser = await openBrowser();
});
after(async () => {
  await browser[Symbol.asyncDispose]();
  await kit[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

test('a person registers with a passkey alone, ends a stolen session, loses the phone and comes back by a letter', async () => {
  const { page, context, heard } = await openPages(browser, origin);
  const touch = await addAuthenticator(context, page);
  await page.goto(`${origin}/register`);
  await page.locator('[name="fields.name"]').fill('Анна Лампова');
  await page.locator('[name="fields.email"]').fill(EMAIL);
  await page.locator('[name="fields.country"]').selectOption('UA');
  await look(page, 'passkey-register');
  await page.getByRole('button', { name: 'Зарегистрироваться с ключом доступа' }).click();
  await page.getByRole('heading', { name: 'Данные сохранены' }).waitFor();
  assert.equal(await page.locator('ol code').count(), 8, 'the recovery codes are shown, once');
  await kit.app.worker.drain();
  assert.equal(sink.received.length, 0, 'no message confirms a registration');

  await proveMailbox(page);
  await page.goto(`${origin}/account/erase`);
  assert.equal(await page.locator('[name="password"]').count(), 0, 'no page asks for a password that does not exist');

  const thief = await openPages(browser, origin);
  await thief.context.addCookies(await context.cookies());
  // The holder is at another device now: a sign-in of its own.
  await context.clearCookies();
  // The browser offers the key by itself, and its holder touches it.
  await page.goto(`${origin}/account/sessions`);
  await page.getByRole('heading', { name: 'Сеансы и история входов' }).waitFor();
  await thief.page.goto(`${origin}/account/data`);
  await thief.page.getByText(EMAIL).first().waitFor();
  await page.getByRole('button', { name: 'Завершить', exact: true }).click();
  await page.getByText('завершён').first().waitFor();
  await thief.page.goto(`${origin}/account/data`);
  await thief.page.getByRole('heading', { name: 'Вход', exact: true }).waitFor();
  await thief.context.close();

  await comeBackByLetter();
  await touch(false);
  await page.goto(`${origin}/account/security`);
  await page.getByRole('heading', { name: 'Вход', exact: true }).waitFor();
  assert.deepEqual(heard, []);
  await context.close();
});

/** The address becomes a way back: a code in a letter, typed where it was asked for. */
async function proveMailbox(page: Page): Promise<void> {
  await page.goto(`${origin}/account/security`);
  await page.getByRole('button', { name: 'Подтвердить' }).click();
  await page.getByLabel('Код из письма').fill(await newestCode());
  await page.getByRole('button', { name: 'Подтвердить' }).click();
  await page.getByText('Готово.').waitFor();
}

/** On another device without the key: a letter, a new password, and the lost phone opens nothing any more. */
async function comeBackByLetter(): Promise<void> {
  const { page, context } = await openPages(browser, origin);
  await page.goto(`${origin}/recover`);
  await page.locator('[name="address"]').fill(EMAIL);
  await page.getByRole('button', { name: 'Отправить код' }).click();
  await page.getByLabel('Код из письма').fill(await newestCode());
  await page.getByLabel('Новый пароль').fill('тихий омут зимой и летом');
  await page.getByRole('button', { name: 'Вернуть доступ' }).click();
  await page.getByRole('heading', { name: 'Вход и защита' }).waitFor();
  assert.equal(await page.getByRole('rowheader', { name: 'Ключ этого устройства' }).count(), 0, 'the key is unlinked');
  await context.close();
}

async function newestCode(): Promise<string> {
  await kit.app.worker.drain();
  const letter = (await sink.parsed()).at(-1);
  return /^([0-9a-z]{4}-[0-9a-z]{4})$/m.exec(letter?.text ?? '')?.[1] ?? '';
}
