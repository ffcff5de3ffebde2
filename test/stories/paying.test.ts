import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { askFields, joinDealing, openDealing } from '../../src/promises/use/index.ts';
import { openTestApp, type TestApp, type TestPerson } from '../testkit/app.ts';
import { openBrowser } from '../testkit/browser.ts';
import { LEFT_FOR_BANK, PAYEE_ACCOUNT, shareSecrets, startPaying, withEveryWay } from '../testkit/paying.ts';
import { openPaymentPages, type PaymentPages } from '../testkit/payment-pages.ts';
import { refusedAs } from '../testkit/refused-as.ts';

/** Paying as people see it, in Russian, in a real browser, at servers written by us from public descriptions. */
let pages: PaymentPages;
let kit: TestApp;
let person: TestPerson;
let browser: Browser & AsyncDisposable;
let page: Page;
let address: string;
before(async () => {
  pages = await openPaymentPages();
  kit = await openTestApp({ ROLE: 'web' });
  await kit.publish(withEveryWay(pages.address));
  await shareSecrets(kit);
  person = await kit.person(LEFT_FOR_BANK);
  address = (await kit.serve()).address;
  browser = await openBrowser();
  const context = await browser.newContext({ locale: 'ru-RU' });
  await context.addCookies([{ name: 'kristalux-session', value: person.token, url: address }]);
  page = await context.newPage();
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await kit?.[Symbol.asyncDispose]();
  await pages?.[Symbol.asyncDispose]();
});

const said = async () => await page.locator('main').innerText();
async function confirm(): Promise<void> {
  await page.getByLabel('Пароль').fill(person.password);
  await page.getByRole('button', { name: 'Подтвердить и передать' }).click();
}

test('by hosted page: the person confirms, and goes on by a link that says it leaves', async () => {
  const id = await startPaying(kit, person, { provider: 'stripe' });
  await page.goto(`${address}/account/transfers/${id}`);
  await confirm();
  await kit.app.worker.drain();
  await page.reload();
  assert.match(await said(), /завершается на странице получателя/);
  const link = page.locator('main a.leaving');
  assert.match((await link.getAttribute('href')) ?? '', /^https:\/\/checkout\.stripe\.example\//);
  assert.match((await link.getAttribute('rel')) ?? '', /noreferrer/);
});

test('by form: what leaves is named, the browser sends it, and nothing that was not confirmed stands in it', async () => {
  const id = await startPaying(kit, person, { provider: 'form-pay' });
  await page.goto(`${address}/account/transfers/${id}`);
  await confirm();
  assert.match(await said(), /Вы уходите с сайта/);
  await page.getByRole('button', { name: /Отправить и перейти/ }).click();
  await page.waitForURL(`${pages.address}/pay`);
  const sent = pages.received.find(({ path, method }) => path === '/pay' && method === 'POST');
  const payload = JSON.parse(new URLSearchParams(sent?.body).get('payload') ?? '{}');
  assert.deepEqual([payload.transfer.id, payload.fields], [id, { name: LEFT_FOR_BANK.name }]);
  assert.equal(sent?.headers.referer, undefined);
  await page.goto(`${address}/account/transfers/${id}`);
  assert.match(await said(), /На странице получателя/);
});

test('by bank file: what the bank would refuse is said first; corrected, it is taken', async () => {
  await page.goto(`${address}/account/transfers/start`);
  await page.locator('[name=method]').selectOption('bank/pay');
  await page.locator('[name=amount]').fill('12,50');
  await page.locator('[name=currency]').selectOption('EUR');
  await page.locator('[name=payee]').fill('Лампа');
  await page.locator('[name=account]').fill('GB82 WEST 1234 5698 7654 33');
  await page.getByRole('button', { name: 'Показать, что уйдёт' }).click();
  assert.equal(await page.locator('[name=account][aria-invalid=true]').count(), 1);
  await page.locator('[name=account]').fill('GB82 WEST 1234 5698 7654 32');
  await page.getByRole('button', { name: 'Показать, что уйдёт' }).click();
  assert.match(await said(), /Банк такой перевод не примет[\s\S]*латинскими буквами/);
  assert.equal(await page.getByLabel('Пароль').count(), 0);
  const id = await startPaying(kit, person, { provider: 'bank', account: PAYEE_ACCOUNT });
  await page.goto(`${address}/account/transfers/${id}`);
  assert.match(await said(), /Lviv[\s\S]*GB82WEST12345698765432|GB82WEST12345698765432[\s\S]*Lviv/);
  await confirm();
  await kit.app.worker.drain();
  await page.reload();
  assert.match(await said(), /Получатель принял перевод/);
});

test('a service that asks for too much gets nothing, and the person reads who asked for what', async () => {
  const shop = await kit.credential('service', 'shop');
  const opening = { purpose: 'delivery', reference: 'order 7' };
  const dealing = (await kit.app.gate.pass(openDealing, shop.asker, opening)).output.id;
  await kit.app.gate.pass(joinDealing, person.asker, { dealing });
  const asking = kit.app.gate.pass(askFields, shop.asker, { dealing, fields: ['address', 'birth-date'] });
  await assert.rejects(asking, refusedAs('forbidden_by_policy'));
  await page.goto(`${address}/account/history`);
  assert.match(await said(), /Магазин светильников[\s\S]*Дата рождения/);
});
