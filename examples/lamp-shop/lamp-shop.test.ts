import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { setServiceEndpoint } from '../../src/promises/use/index.ts';
import { root } from '../../src/root.ts';
import { LEFT } from '../../test/testkit/app.ts';
import { openBrowser } from '../../test/testkit/browser.ts';
import { openDemonstration } from '../../test/testkit/demonstration.ts';
import { freePort } from '../../test/testkit/free-port.ts';
import { startProgram } from '../../test/testkit/process.ts';

test('a person signs in to the shop, orders, gives the address through the gate, pays, and signs out', async () => {
  const port = await freePort();
  await using demo = await openDemonstration({}, { PRIVATE_SERVICES: `localhost:${port}` });
  const { kit, address } = demo;
  const shopAddress = `http://localhost:${port}`;
  await kit.publish((all) => ({
    ...all,
    providers: all.providers.map((one) => ({ ...one, address: `${demo.provider.address}/payments` })),
    services: all.services.map((one) => ({
      ...one,
      signIn: { purpose: 'account', callbacks: [`${shopAddress}/signed-in`], afterSignOut: [`${shopAddress}/`] },
    })),
  }));
  const endpoint = { service: 'shop', address: `${shopAddress}/notices` };
  const host = { kind: 'host', by: 'test' } as const;
  const { secret = null } = (await kit.app.gate.pass(setServiceEndpoint, host, endpoint)).output;
  await using shop = startProgram(join(root, 'examples/lamp-shop/lamp-shop.mjs'), [], {
    env: {
      KRISTALUX_URL: address,
      SHOP_URL: shopAddress,
      SHOP_SECRET: demo.shopCredential.secret,
      SHOP_NOTICE_SECRET: secret ?? '',
    },
  });
  await shop.said(/lamp shop is open/);
  const person = await kit.person();
  await using browser = await openBrowser();
  const page = await (await browser.newContext({ locale: 'ru-RU' })).newPage();
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const link = (name: string | RegExp) => page.getByRole('link', { name });

  await page.goto(shopAddress);
  const maker = link(/стекольные мастера/);
  assert.match((await maker.textContent()) ?? '', /другой сайт/);
  assert.equal(await maker.getAttribute('referrerpolicy'), 'no-referrer');
  assert.equal(await link(/^Политика$/).getAttribute('href'), `${address}/policy`);
  assert.equal(await button(/Заказать/).count(), 0, 'nobody orders unknown');

  await link(/Войти с учётной записью/).click();
  await page.locator('[name="identifier"]').fill(person.accountName);
  await page.locator('[name="password"]').fill(person.password);
  await page.locator('main form:has([name="password"]) button[type="submit"]').click();
  await page.getByText('просит Вас войти').waitFor();
  assert.match((await page.textContent('main')) ?? '', /Вход в магазин[\s\S]*Имя и фамилия/);
  await button('Войти').click();
  await page.getByText(`Здравствуйте, ${LEFT.name}`).waitFor();

  await button('Заказать: Бра «Призма»').click();
  const dealing = new URL(page.url()).pathname.split('/').at(-1);
  await button('Присоединиться').click();
  await page.getByText('Вы присоединились').waitFor();
  await button('Посмотреть перевод').click();
  await page.locator('[name="password"]').fill(person.password);
  await button('Подтвердить и передать').click();
  await page
    .getByText(/465,00/)
    .first()
    .waitFor();
  // The provider takes the transfer, then reports of itself that it was paid; only then is nothing more to come.
  await kit.app.worker.drain();
  await demo.provider.program.said(/is paid: 200/);
  await kit.app.worker.drain();

  await page.goto(shopAddress);
  await link('Бра «Призма»').click();
  await page.getByText(/Привезём: 79000, Львів, Кришталева, 7/).waitFor();
  await page.getByText(/Оплачено/).waitFor();
  const forged = await fetch(endpoint.address, { method: 'POST', body: '{}', headers: { 'webhook-id': 'one' } });
  assert.equal(forged.status, 401, 'what the site did not sign is no notice');
  // An earlier notice that comes late, as it may after a failed try.
  const late = JSON.stringify({
    type: 'transfer.changed',
    timestamp: '2026-01-01T00:00:00.000Z',
    data: { dealing, status: 'accepted' },
  });
  const now = new Date();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'late',
    'webhook-timestamp': `${Math.floor(now.getTime() / 1000)}`,
    'webhook-signature': new Webhook(secret ?? '').sign('late', now, late),
  };
  assert.equal((await fetch(endpoint.address, { method: 'POST', body: late, headers })).status, 204);
  await page.reload();
  await page.getByText(/Оплачено/).waitFor();
  await page.goto(`${address}/account/history`);
  const history = (await page.textContent('main')) ?? '';
  for (const said of ['Вход в службу сайта', 'Присоединение к заказу']) assert.match(history, new RegExp(said));

  await page.goto(shopAddress);
  await button('Выйти').click();
  await page.getByText('Выйти из частей этого сайта').waitFor();
  await page.locator('main').getByRole('button', { name: 'Выйти' }).click();
  await link(/Войти с учётной записью/).waitFor();
  await page.goto(`${address}/account/dealings`);
  assert.match((await page.textContent('main')) ?? '', /Вход в магазин/);
});
