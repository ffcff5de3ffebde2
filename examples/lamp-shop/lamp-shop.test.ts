import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { Stripe } from 'stripe';
import { setServiceEndpoint } from '../../src/promises/use/index.ts';
import { root } from '../../src/root.ts';
import { LEFT } from '../../test/testkit/app.ts';
import { openBrowser } from '../../test/testkit/browser.ts';
import { openDemonstration } from '../../test/testkit/demonstration.ts';
import { freePort } from '../../test/testkit/free-port.ts';
import { LEFT_FOR_BANK, PAYEE_ACCOUNT, withEveryWay } from '../../test/testkit/paying.ts';
import { openPaymentPages } from '../../test/testkit/payment-pages.ts';
import { startProgram } from '../../test/testkit/process.ts';

const STRIPE_REPORTS = 'whsec_stripe_reports';

/** As the site declares them: a system that is called, a page of its own, a bank that takes a file. */
const WAYS = [
  { id: 'card', words: 'картой', provider: 'demo-pay', method: 'card-transfer' },
  { id: 'page', words: 'на странице оплаты', provider: 'stripe', method: 'pay' },
  { id: 'bank', words: 'через банк', provider: 'bank', method: 'pay', account: PAYEE_ACCOUNT },
];

test('a person signs in to the shop, orders, gives the address through the gate, pays by call, by a page and by a bank’s file, subscribes, and signs out', async () => {
  const port = await freePort();
  await using demo = await openDemonstration({}, { PRIVATE_SERVICES: `localhost:${port}` });
  const { kit, address } = demo;
  const shopAddress = `http://localhost:${port}`;
  await using pages = await openPaymentPages();
  const declared = withEveryWay(pages.address);
  await kit.publish((before) => ({
    ...declared(before),
    providers: declared(before).providers.map((one) =>
      one.id === 'demo-pay' ? { ...one, address: `${demo.provider.address}/payments` } : one,
    ),
    services: before.services.map((one) => ({
      ...one,
      signIn: { purpose: 'account', callbacks: [`${shopAddress}/signed-in`], afterSignOut: [`${shopAddress}/`] },
    })),
  }));
  await kit.credential('provider', 'bank');
  await kit.credential('provider', 'stripe', { key: 'sk_test_key_of_nobody', reports: STRIPE_REPORTS });
  const endpoint = { service: 'shop', address: `${shopAddress}/notices` };
  const host = { kind: 'host', by: 'test' } as const;
  const { secret = null } = (await kit.app.gate.pass(setServiceEndpoint, host, endpoint)).output;
  await using shop = startProgram(join(root, 'examples/lamp-shop/lamp-shop.mjs'), [], {
    env: {
      KRISTALUX_URL: address,
      SHOP_URL: shopAddress,
      SHOP_SECRET: demo.shopCredential.secret,
      SHOP_NOTICE_SECRET: secret ?? '',
      SHOP_WAYS: JSON.stringify(WAYS),
    },
  });
  await shop.said(/lamp shop is open/);
  const person = await kit.person(LEFT_FOR_BANK);
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

  /** Orders a lamp, joins and confirms. @returns the numbers of the dealing and of the transfer */
  const order = async (lamp: string, way: string) => {
    await page.goto(shopAddress);
    const form = page.locator('form').filter({ has: button(`Заказать: ${lamp}`) });
    await form.getByLabel(way).check();
    await button(`Заказать: ${lamp}`).click();
    const dealing = new URL(page.url()).pathname.split('/').at(-1);
    await button('Присоединиться').click();
    await page.getByText('Вы присоединились').waitFor();
    await button('Посмотреть перевод').click();
    await page.locator('[name="password"]').fill(person.password);
    const transfer = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await button('Подтвердить и передать').click();
    await page.getByRole('main').getByText(/,00/).first().waitFor();
    return { dealing, transfer };
  };
  const stands = async (lamp: string, said: RegExp) => {
    await page.goto(shopAddress);
    await link(lamp).click();
    await page.getByText(said).waitFor();
  };
  const { dealing } = await order('Бра «Призма»', 'картой');
  // The provider takes the transfer, then reports of itself that it was paid; only then is nothing more to come.
  await kit.app.worker.drain();
  await demo.provider.program.said(/is paid: 200/);
  await kit.app.worker.drain();

  await stands('Бра «Призма»', /Оплачено/);
  await page.getByText(/Привезём: 79000, Львів, Кришталева, 7/).waitFor();
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

  // By the provider's own page: the person goes there by a link that says so, and the provider tells when it is paid.
  await page.route('https://checkout.stripe.example/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<h1>Pay here</h1>' }),
  );
  const hosted = await order('Люстра «Капля»', 'на странице оплаты');
  await kit.app.worker.drain();
  await page.reload();
  await page.locator('main a.leaving').click();
  await page.getByText('Pay here').waitFor();
  pages.stands.set(hosted.transfer, { status: 'paid', amount: 12_900_000, currency: 'UAH' });
  const payload = JSON.stringify({
    ...{ id: 'evt_1', object: 'event', type: 'checkout.session.completed' },
    data: { object: { client_reference_id: hosted.transfer } },
  });
  const signed = { payload, secret: STRIPE_REPORTS };
  const signature = await new Stripe('sk_test').webhooks.generateTestHeaderStringAsync(signed);
  const report = { method: 'POST', body: payload, headers: { 'stripe-signature': signature } };
  assert.equal((await fetch(`${address}/webhooks/stripe`, report)).status, 204);
  await kit.app.worker.drain();
  await stands('Люстра «Капля»', /Оплачено/);

  // By a file for the bank, with the name as the person spells it in Latin letters.
  await order('Настольная лампа «Иней»', 'через банк');
  await kit.app.worker.drain();
  await stands('Настольная лампа «Иней»', /Платёж принят к исполнению/);
  const file = pages.received.find(({ path }) => path === '/files')?.body ?? '';
  assert.match(file, /<InstdAmt Ccy="UAH">380\.00<\/InstdAmt>[\s\S]*GB82WEST12345698765432/);
  assert.match(file, /<Nm>Lampova Kanareika<\/Nm>/);

  // News come to whoever leaves an address for them.
  await page.goto(shopAddress);
  await link('Подписаться на новости').click();
  await page.locator('[name="fields.email"]').fill('news@lamps.example');
  await page.locator('[name="fields.country"]').selectOption('UA');
  await page.getByRole('main').locator('form:has([name="fields.email"]) button[type="submit"]').click();
  await page.getByText(/согласились с Политикой/).waitFor();

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
