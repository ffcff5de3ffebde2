import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { makeOwnerLink } from '../../src/promises/security/index.ts';
import { askFields } from '../../src/promises/use/index.ts';
import { openTestApp, type TestApp } from '../testkit/app.ts';
import { openBrowser } from '../testkit/browser.ts';
import { joinedDealing } from '../testkit/joined-dealing.ts';
import { codeOf, makeOwner } from '../testkit/people.ts';
import { addAuthenticator, look, openPages } from './account-steps.ts';

const PASSWORD = 'семь зелёных ламп у реки';

let kit: TestApp;
let browser: (Browser & AsyncDisposable) | undefined;
let origin: string;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  ({ address: origin } = await kit.serve());
  browser = await openBrowser();
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await kit[Symbol.asyncDispose]();
});

test('a person adds a passkey, signs in with it alone, takes the console by the link and unmasks with a reason', async () => {
  const { page, context, heard } = await open();
  const accountName = await register(page, 'story@example.org');
  assert.match(accountName, /^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$/);
  await addAuthenticator(context, page);

  await page.goto(`${origin}/account/security`);
  await page.getByLabel('Название').fill('Ноутбук');
  await page.getByRole('button', { name: 'Добавить ключ доступа' }).click();
  await page.getByRole('status').getByText('Готово.').waitFor();
  await page.getByRole('rowheader', { name: 'Ноутбук' }).waitFor();
  await look(page, 'security-guard');

  await page.getByRole('button', { name: 'Выйти' }).click();
  await page.getByRole('heading', { name: 'Вы вышли' }).waitFor();
  // A browser that offers nothing by itself: the authenticator would answer before the button is pressed. That a browser
  // offers the key is told in the story of an account with a passkey alone.
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
  await page.goto(`${origin}/account/sessions`);
  await look(page, 'security-sign-in');
  await page.getByRole('button', { name: 'Войти ключом доступа' }).click();
  await page.getByRole('heading', { name: 'Сеансы и история входов' }).waitFor();
  assert.equal(new URL(page.url()).pathname, '/account/sessions', 'one comes back to where one wanted to go');
  await page.getByText('ключ доступа', { exact: true }).waitFor();
  await look(page, 'security-sessions');

  const { output: link } = await kit.app.gate.pass(makeOwnerLink, { kind: 'host', by: 'test' }, {});
  assert.ok(link.address.startsWith(`${origin}/console/claim#`));
  await page.goto(link.address);
  await page.getByRole('button', { name: 'Получить роль' }).click();
  await page.getByRole('heading', { name: 'Пульт' }).waitFor();
  await look(page, 'console-home');

  await page.getByRole('link', { name: 'Люди' }).click();
  await page.getByLabel('Имя для входа, почта или телефон').fill('Story@Example.ORG');
  await page.getByRole('button', { name: 'Найти' }).click();
  await look(page, 'console-people');
  await page.getByRole('link', { name: 'Карточка 1' }).click();
  assert.doesNotMatch(await page.content(), /story@example/i, 'the card is masked');
  await look(page, 'console-card');
  await page.getByLabel('Какое поле').selectOption('email');
  await page.getByLabel('Причина').fill('Проверка: человек просил сверить адрес.');
  await page.getByRole('button', { name: 'Открыть и записать' }).click();
  await page.getByText('story@example.org').waitFor();
  await look(page, 'console-unmasked');
  for (const place of ['staff', 'credentials']) {
    await page.goto(`${origin}/console/${place}`);
    await look(page, `console-${place}`);
  }
  await page.goto(`${origin}/account/unmaskings`);
  await page.getByText('Проверка: человек просил сверить адрес.').waitFor();
  await look(page, 'security-unmaskings');
  assert.deepEqual(heard, []);
  await context.close();
});

test('who got this person’s phone number, why, when, by whose act: the owner knows after three clicks', async () => {
  const asked = await kit.person({ name: 'Анна', country: 'UA', phone: '+380441234567' });
  const dealing = await joinedDealing(kit, asked);
  const { asker: shop } = await kit.credential('service', 'shop');
  await kit.app.gate.pass(askFields, shop, { dealing, fields: ['phone'] });
  const owner = await makeOwner(kit);
  const { page, context, heard } = await open();
  await context.addCookies([{ name: 'kristalux-session', value: owner.token, url: origin }]);
  await page.goto(`${origin}/console?lang=ru`);

  await page.getByRole('link', { name: 'Люди' }).click();
  await page.getByLabel('Имя для входа, почта или телефон').fill('+380 44 123-45-67');
  await page.getByRole('button', { name: 'Найти' }).click();
  await page.getByRole('link', { name: 'Карточка 1' }).click();

  const row = page.getByRole('row', { name: /Запрос данных для заказа/ });
  await row.waitFor();
  const said = (await row.innerText()).replace(/\s+/g, ' ');
  const declared = (await kit.app.parts.shelf.inForce())?.declarations;
  const service = declared?.services.find(({ id }) => id === 'shop');
  for (const part of [
    'Телефон',
    service?.words.ru ?? '?',
    service?.purposes[0]?.words.ru ?? '?',
    `${new Date().getUTCFullYear()}`,
  ]) {
    assert(said.includes(part), `${part} is in: ${said}`);
  }
  await look(page, 'console-card-uses');
  assert.deepEqual(heard, []);
  await context.close();
});

test('one-time codes guard an account from the next sign-in on, and a recovery code gives it back', async () => {
  const { page, context, heard } = await open();
  const accountName = await register(page, 'codes@example.org');
  await page.goto(`${origin}/account/security`);
  await page.getByRole('button', { name: 'Включить одноразовые коды' }).click();
  const secret = ((await page.locator('code').first().textContent()) ?? '').replaceAll(' ', '');
  await look(page, 'security-one-time-codes');
  await page.getByLabel('Код, который показывает приложение').fill(codeOf(secret, -1));
  await page.getByRole('button', { name: 'Включить' }).click();
  await page.getByText('Готово.').waitFor();
  await page.getByRole('button', { name: 'Получить новые коды' }).click();
  const codes = await page.locator('ol code').allTextContents();
  assert.equal(codes.length, 8);
  await look(page, 'security-recovery-codes');
  await page.getByRole('button', { name: 'Выйти' }).click();

  await page.goto(`${origin}/sign-in`);
  await page.getByLabel('Имя для входа, почта или телефон').fill(accountName);
  await page.getByLabel('Пароль').fill(PASSWORD);
  await page.getByRole('button', { name: 'Войти', exact: true }).click();
  await page.getByRole('heading', { name: 'Ещё один шаг' }).waitFor();
  await look(page, 'security-code');
  await page.getByLabel('Код', { exact: true }).fill('000000');
  await page.getByRole('button', { name: 'Войти', exact: true }).click();
  await page.getByText('Код не подошёл.').waitFor();
  await page.getByLabel('Код', { exact: true }).fill(codeOf(secret));
  await page.getByRole('button', { name: 'Войти', exact: true }).click();
  await page
    .getByRole('heading', { name: 'Что мы храним о Вас' })
    .or(page.getByRole('heading', { name: 'Кабинет' }))
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Выйти' }).click();

  await page.goto(`${origin}/recover`);
  await look(page, 'security-recover');
  await page.getByLabel('Код восстановления', { exact: true }).fill(codes[0] ?? '');
  await page.getByLabel('Код из приложения или второй').fill(codes[1] ?? '');
  await page.getByLabel('Новый пароль').fill('тихий омут зимой и летом');
  await page.getByRole('button', { name: 'Вернуть доступ' }).click();
  await page.getByRole('heading', { name: 'Вход и защита' }).waitFor();
  await page.getByText('Выключены.').waitFor();
  assert.deepEqual(heard, []);
  await context.close();
});

async function open() {
  assert.ok(browser);
  return await openPages(browser, origin);
}

async function register(page: Page, email: string): Promise<string> {
  await page.goto(`${origin}/register`);
  const fill = async (name: string, text: string) => {
    const input = page.locator(`[name="${name}"]`);
    if ((await input.count()) > 0) await input.fill(text);
  };
  await fill('fields.name', 'Анна Лампова');
  await fill('fields.email', email);
  await page.locator('[name="fields.country"]').selectOption('UA');
  await fill('password', PASSWORD);
  await page.getByRole('button', { name: 'Оставить данные' }).click();
  await page.getByRole('heading', { name: 'Данные сохранены' }).waitFor();
  await look(page, 'security-registered');
  return (await page.locator('.keepsake code').textContent()) ?? '';
}
