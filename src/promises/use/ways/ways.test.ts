import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { Stripe } from 'stripe';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../../../../test/testkit/app.ts';
import {
  confirmPaying,
  LEFT_FOR_BANK,
  PAYEE_ACCOUNT,
  PAYER_ACCOUNT,
  pay,
  shareSecrets,
  startPaying,
  withEveryWay,
} from '../../../../test/testkit/paying.ts';
import { liqpaySignature, openPaymentPages, type PaymentPages } from '../../../../test/testkit/payment-pages.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { handOverByForm, openDealing, refundTransfer, seeTransfer, settleTransfer } from '../index.ts';

let pages: PaymentPages;
let kit: TestApp;
let person: TestPerson;
let address: string;
let secrets: Readonly<Record<string, string>>;
before(async () => {
  pages = await openPaymentPages();
  kit = await openTestApp({ ROLE: 'web' });
  await kit.publish(withEveryWay(pages.address));
  secrets = await shareSecrets(kit);
  person = await kit.person(LEFT_FOR_BANK);
  // Its own worker stays still: every step is taken by the test.
  address = (await kit.serve()).address;
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  await pages[Symbol.asyncDispose]();
});

const see = async (transfer: string) => (await kit.app.gate.pass(seeTransfer, person.asker, { transfer })).output;
const now = async () => {
  await kit.app.parts.db.run('update job set run_at = clock_timestamp() where done_at is null and failed_at is null');
  await kit.app.worker.drain();
};

/** Nothing that a person left, nor their number, may stand in what a provider got. */
function assertNobody(text: string, allowed: readonly string[] = []): void {
  const { address: home, ...rest } = LEFT_FOR_BANK;
  const left = [...Object.values(rest), home.street, home.town, person.personId].filter(
    (value): value is string => typeof value === 'string' && value.length > 2 && !allowed.includes(value),
  );
  for (const value of left) assert(!text.includes(value), 'nothing personal stands in it');
}

async function report(provider: string, body: string, headers: Record<string, string>): Promise<number> {
  return (await fetch(`${address}/webhooks/${provider}`, { method: 'POST', body, headers })).status;
}

function signedReport(provider: string, said: object, id: string, at = new Date()): [string, Record<string, string>] {
  const body = JSON.stringify(said);
  const signature = new Webhook(secrets[provider] ?? '').sign(id, at, body);
  const stamp = String(Math.floor(at.getTime() / 1000));
  return [body, { 'webhook-id': id, 'webhook-timestamp': stamp, 'webhook-signature': signature }];
}

test('Stripe gets amount, currency and a random reference, and the person finishes on its page', async () => {
  const id = await pay(kit, person, { provider: 'stripe' });
  const made = pages.received.find(({ path, body }) => path === '/v1/checkout/sessions' && body.includes(id));
  assert(made !== undefined);
  assertNobody(JSON.stringify(made));
  assert.equal(made.headers['idempotency-key'], id);
  const { state, page } = await see(id);
  assert.deepEqual([state, page?.startsWith('https://checkout.stripe.example/cs_test_')], ['with-provider', true]);
  const row = await kit.app.parts.db.row<{ row: string }>(
    'select to_jsonb(transfer)::text as row from transfer where transfer_id = $1',
    [id],
  );
  assert.doesNotMatch(row?.row ?? '', /checkout\.stripe/);
});

test('what Stripe reports is asked back before it counts as paid, and money that goes back too', async () => {
  const id = await pay(kit, person, { provider: 'stripe' });
  const payload = JSON.stringify({
    ...{ id: 'evt_1', object: 'event', type: 'checkout.session.completed' },
    data: { object: { client_reference_id: id } },
  });
  const secret = 'whsec_stripe_reports';
  const signature = await new Stripe('sk_test').webhooks.generateTestHeaderStringAsync({ payload, secret });
  assert.equal(await report('stripe', payload, { 'stripe-signature': signature }), 204);
  await kit.app.worker.drain();
  assert.equal((await see(id)).state, 'reported');
  pages.stands.set(id, { status: 'paid', amount: 1250, currency: 'EUR' });
  await now();
  const { state, page } = await see(id);
  assert.deepEqual([state, page], ['paid', null]);
  const kept = await kit.app.parts.db.row('select page_record as page from transfer where transfer_id = $1', [id]);
  assert.deepEqual(kept, { page: null }, 'the page is forgotten with the end');
});

test('LiqPay gets a form signed as it describes, without anything personal, and is asked back', async () => {
  const id = await startPaying(kit, person, { provider: 'liqpay', currency: 'UAH' });
  await confirmPaying(kit, person, id);
  const { form } = await handOverByForm(kit.app.gate, person.asker, id);
  assert.equal(form.action, `${pages.address}/api/3/checkout`);
  assert.equal(form.values['signature'], liqpaySignature(form.values['data'] ?? ''));
  const order = Buffer.from(form.values['data'] ?? '', 'base64').toString('utf8');
  assertNobody(order);
  assert.deepEqual([JSON.parse(order).order_id, JSON.parse(order).amount], [id, '12.50']);
  assert.equal((await see(id)).state, 'with-provider');
  const said = { order_id: id, status: 'success', amount: 12.5, currency: 'UAH' };
  const data = Buffer.from(JSON.stringify(said)).toString('base64');
  const body = new URLSearchParams({ data, signature: liqpaySignature(data) }).toString();
  assert.equal(await report('liqpay', body, {}), 204);
  pages.stands.set(id, { status: 'success', amount: 9900, currency: 'UAH' });
  await now();
  assert.equal((await see(id)).state, 'reported', 'another amount is not this payment');
  pages.stands.set(id, { status: 'success', amount: 1250, currency: 'UAH' });
  await now();
  assert.equal((await see(id)).state, 'paid');
});

test('the form that a person sends holds exactly what was confirmed, and is given again only as an unknown outcome', async () => {
  const id = await startPaying(kit, person, { provider: 'form-pay' });
  await assert.rejects(handOverByForm(kit.app.gate, person.asker, id), refusedAs('conflict'));
  await confirmPaying(kit, person, id);
  const other = await kit.person();
  await assert.rejects(handOverByForm(kit.app.gate, other.asker, id), refusedAs('not_found'));
  const { form } = await handOverByForm(kit.app.gate, person.asker, id);
  const { payload = '', ...headers } = form.values;
  const said = new Webhook(secrets['form-pay'] ?? '').verify(payload, headers) as { fields: object };
  assert.deepEqual(said.fields, { name: LEFT.name });
  assertNobody(payload, [LEFT.name]);
  const again = await handOverByForm(kit.app.gate, person.asker, id);
  assert.equal(again.form.values['webhook-id'], form.values['webhook-id']);
});

test('a bank file holds town and country in fields of their own, and the name as the person spelled it', async () => {
  const id = await pay(kit, person, { provider: 'bank', payee: 'Lamp shop', account: PAYEE_ACCOUNT });
  const file = pages.received.find(({ path }) => path === '/files')?.body ?? '';
  for (const part of [
    '<TwnNm>Lviv</TwnNm>',
    '<Ctry>UA</Ctry>',
    '<Nm>Lampova Kanareika</Nm>',
    '<BICFI>COBADEFFXXX</BICFI>',
  ]) {
    assert(file.includes(part), part);
  }
  assert(file.includes(`<IBAN>${PAYER_ACCOUNT}</IBAN>`) && file.includes(`<IBAN>${PAYEE_ACCOUNT}</IBAN>`));
  assert.doesNotMatch(file, /AdrLine|Лампова|Львів/);
  assert.equal((await see(id)).state, 'accepted');
});

test('what a bank would refuse is told to the person and cannot be confirmed; nothing leaves', async () => {
  const before = pages.received.length;
  const id = await startPaying(kit, person, { provider: 'bank', payee: '&lol; <!ENTITY lol "ha">' });
  const { problems, shown } = await see(id);
  assert.deepEqual([problems, shown], [['payee-name', 'payee-account'], null]);
  const cyrillic = await startPaying(kit, person, { provider: 'bank', payee: 'Лампа', account: PAYER_ACCOUNT });
  assert.deepEqual((await see(cyrillic)).problems, ['payee-name', 'payee-account']);
  await kit.app.worker.drain();
  assert.equal(pages.received.length, before);
});

test('an account that is no account is refused by its field, before anything is kept', async () => {
  const starting = startPaying(kit, person, { provider: 'bank', account: 'GB82WEST12345698765433' });
  await assert.rejects(starting, refusedAs('invalid'));
  await assert.rejects(kit.person({ ...LEFT_FOR_BANK, account: 'DE00370400440532013000' }), refusedAs('invalid'));
  await assert.rejects(kit.person({ ...LEFT_FOR_BANK, 'name-latin': 'Лампова' }), refusedAs('invalid'));
});

test('a report that is forged, late, doubled or out of order settles nothing by itself', async () => {
  const id = await pay(kit, person, { provider: 'demo-pay', method: 'card-transfer' });
  const said = { transfer: id, status: 'paid' };
  const [body, right] = signedReport('demo-pay', said, 'one');
  assert.equal(await report('demo-pay', body, { ...right, 'webhook-signature': 'v1,AAAA' }), 401);
  assert.equal(await report('demo-pay', body.replace('paid', 'failed'), right), 401);
  assert.equal(await report('demo-pay', ...signedReport('demo-pay', said, 'old', new Date(Date.now() - 400_000))), 401);
  assert.equal(await report('nobody', body, right), 401);
  assert.equal(await report('form-pay', ...signedReport('form-pay', said, 'two')), 204, 'not its own: nothing happens');
  assert.equal((await see(id)).state, 'accepted');
  pages.stands.set(id, { status: 'paid', amount: 1250, currency: 'EUR' });
  await report('demo-pay', ...signedReport('demo-pay', { ...said, status: 'failed' }, 'late'));
  await report('demo-pay', body, right);
  await report('demo-pay', body, right);
  await kit.app.worker.drain();
  assert.equal((await see(id)).state, 'paid', 'what it answers counts, not what came last');
  const rows = await kit.app.parts.db.rows('select 1 as one from transfer_settlement where transfer_id = $1', [id]);
  assert.equal(rows.length, 1);
});

test('a service asks for the money of its own dealing to go back; the provider is asked, and then the person sees it', async () => {
  const shop = await kit.credential('service', 'shop');
  const id = await pay(kit, person, { provider: 'stripe' });
  await assert.rejects(kit.app.gate.pass(refundTransfer, shop.asker, { transfer: id }), refusedAs('not_found'));
  const proposed = { provider: 'stripe', method: 'pay', amount: 1250, currency: 'EUR', payee: 'Lamp shop' };
  const opening = { purpose: 'delivery', reference: 'order 1', transfer: proposed };
  const { id: dealing } = (await kit.app.gate.pass(openDealing, shop.asker, opening)).output;
  await kit.app.parts.db.run('update transfer set dealing_id = $2 where transfer_id = $1', [id, dealing]);
  await assert.rejects(kit.app.gate.pass(refundTransfer, shop.asker, { transfer: id }), refusedAs('conflict'));
  await kit.app.gate.pass(settleTransfer, { kind: 'worker' }, { transfer: id, status: 'paid' });
  await kit.app.gate.pass(refundTransfer, shop.asker, { transfer: id });
  pages.stands.set(id, { status: 'refunded', amount: 1250, currency: 'EUR' });
  await now();
  assert.equal((await see(id)).state, 'refunded');
  assertNobody(JSON.stringify(pages.received.find(({ path }) => path === '/v1/refunds')));
});

test('every provider knows a person under another number', async () => {
  await pay(kit, person, { provider: 'demo-pay', method: 'card-transfer' });
  const id = await startPaying(kit, person, { provider: 'form-pay' });
  await confirmPaying(kit, person, id);
  const { form } = await handOverByForm(kit.app.gate, person.asker, id);
  const called = pages.received.findLast(({ path, method }) => path === '/payments' && method === 'POST');
  const customers = [called?.body ?? '', form.values['payload'] ?? ''].map(
    (said) => JSON.parse(said).transfer.customer,
  );
  assert.equal(new Set([...customers, person.personId]).size, 3);
});
