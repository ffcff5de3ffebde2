import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { leaveData } from '../../src/promises/agreement/index.ts';
import {
  cancelTransfer,
  confirmTransfer,
  handOverByForm,
  sealOldPayees,
  seeTransfer,
  settleTransfer,
  startTransfer,
} from '../../src/promises/use/index.ts';
import { root } from '../../src/root.ts';
import { openTestApp, type TestApp, type TestPerson } from '../testkit/app.ts';
import {
  confirmPaying,
  LEFT_FOR_BANK,
  PAYEE_ACCOUNT,
  pay,
  shareSecrets,
  startPaying,
  withEveryWay,
} from '../testkit/paying.ts';
import { openPaymentPages, type PaymentPages } from '../testkit/payment-pages.ts';
import { refusedAs } from '../testkit/refused-as.ts';

let pages: PaymentPages;
let kit: TestApp;
let person: TestPerson;
const self = readFileSync(join(root, 'test/vectors/self-signed.pem'), 'utf8');
const secure = createServer({ key: self, cert: self }, (_request, response) => response.writeHead(202).end());
before(async () => {
  pages = await openPaymentPages();
  await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
  const wrong = `https://localhost:${(secure.address() as AddressInfo).port}/payments`;
  kit = await openTestApp();
  await kit.publish((declarations) => {
    const every = withEveryWay(pages.address)(declarations);
    const [first] = every.providers;
    const more = first === undefined ? [] : [{ ...first, id: 'wrong-name', idempotent: false, address: wrong }];
    return { ...every, providers: [...every.providers, ...more] };
  });
  await shareSecrets(kit);
  await kit.credential('provider', 'wrong-name');
  person = await kit.person(LEFT_FOR_BANK);
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  await pages[Symbol.asyncDispose]();
  secure.close();
});

const see = async (transfer: string) => (await kit.app.gate.pass(seeTransfer, person.asker, { transfer })).output;
const toBank = { provider: 'bank', payee: 'Lamp shop', account: PAYEE_ACCOUNT } as const;

test('a transfer to whom the policy does not declare is not even started', async () => {
  await assert.rejects(startPaying(kit, person, { provider: 'other-pay' }), refusedAs('forbidden_by_policy'));
  const odd = { provider: 'stripe', method: 'other' };
  await assert.rejects(startPaying(kit, person, odd), refusedAs('forbidden_by_policy'));
});

async function runOut(transfer: string): Promise<void> {
  await kit.app.parts.db.run(
    "update transfer set grant_until = clock_timestamp() - interval '1 s' where transfer_id = $1",
    [transfer],
  );
  await kit.app.parts.db.run('update job set run_at = clock_timestamp() where done_at is null and failed_at is null');
  await kit.app.worker.drain();
}

test('an address changed after the confirmation lets nothing leave; it expires, and the payee is forgotten', async () => {
  const id = await startPaying(kit, person, toBank);
  await confirmPaying(kit, person, id);
  const fields = { 'address-latin': { ...LEFT_FOR_BANK['address-latin'], building: '8' } };
  await kit.app.gate.pass(leaveData, person.asker, { fields, language: 'ru' });
  const before = pages.received.length;
  await kit.app.worker.drain();
  assert.equal((await see(id)).payee, 'Lamp shop');
  await runOut(id);
  assert.equal(pages.received.length, before);
  const { state, payee, payeeAccount, path } = await see(id);
  assert.deepEqual([state, payee, payeeAccount], ['expired', null, null]);
  assert.deepEqual(
    path.map((step) => step.state),
    ['started', 'confirmed', 'expired'],
  );
  const sealed = await kit.app.parts.db.rows("select 1 as one from value where field = 'transfer/payee'");
  assert.equal(sealed.length, 0);
});

test('a confirmation that still stands is ended by nobody but the person', async () => {
  const id = await startPaying(kit, person, { provider: 'form-pay' });
  const ending = () => kit.app.gate.pass(cancelTransfer, { kind: 'worker' }, { transfer: id });
  await assert.rejects(ending(), refusedAs('conflict'));
  await confirmPaying(kit, person, id);
  await assert.rejects(ending(), refusedAs('conflict'));
  assert.equal((await see(id)).state, 'confirmed');
  await kit.app.gate.pass(cancelTransfer, person.asker, { transfer: id });
  assert.equal((await see(id)).state, 'cancelled');
});

test('an amount or account changed after it was shown is not what was shown', async () => {
  const id = await startPaying(kit, person, { provider: 'stripe' });
  const { shown } = await see(id);
  await kit.app.parts.db.run('update transfer set amount = amount + 1 where transfer_id = $1', [id]);
  const confirming = { transfer: id, shown, password: person.password };
  await assert.rejects(kit.app.gate.pass(confirmTransfer, person.asker, confirming), refusedAs('forbidden_by_policy'));
});

test('a confirmation that is sent again confirms nothing again, and nothing leaves a second time', async () => {
  const id = await startPaying(kit, person, { provider: 'stripe' });
  const confirming = { transfer: id, shown: (await see(id)).shown, password: person.password };
  await kit.app.gate.pass(confirmTransfer, person.asker, confirming);
  await kit.app.worker.drain();
  await assert.rejects(kit.app.gate.pass(confirmTransfer, person.asker, confirming), refusedAs('conflict'));
  await kit.app.worker.drain();
  const made = pages.received.filter(({ path, body }) => path === '/v1/checkout/sessions' && body.includes(id));
  assert.equal(made.length, 1);
});

test('to a provider whose certificate is not its own nothing is said, and the outcome is unknown', async () => {
  const id = await pay(kit, person, { provider: 'wrong-name', method: 'card-transfer' });
  assert.equal((await see(id)).state, 'unknown');
});

test('what nobody answered for is settled by a person, once, and the person of the transfer sees it', async () => {
  const id = await pay(kit, person, { provider: 'wrong-name', method: 'card-transfer' });
  await kit.app.gate.pass(settleTransfer, { kind: 'worker' }, { transfer: id, status: 'failed' });
  await assert.rejects(
    kit.app.gate.pass(settleTransfer, { kind: 'worker' }, { transfer: id, status: 'failed' }),
    refusedAs('conflict'),
  );
  assert.equal((await see(id)).state, 'failed');
});

test('a form is not given again once its grant has ended', async () => {
  const id = await startPaying(kit, person, { provider: 'form-pay' });
  await confirmPaying(kit, person, id);
  await handOverByForm(kit.app.gate, person.asker, id);
  await kit.app.parts.db.run(
    "update transfer set grant_until = clock_timestamp() - interval '1 s' where transfer_id = $1",
    [id],
  );
  await assert.rejects(handOverByForm(kit.app.gate, person.asker, id), refusedAs('forbidden_by_policy'));
});

test('a cancelled transfer forgets whom it would have paid', async () => {
  const id = await startPaying(kit, person, toBank);
  await kit.app.gate.pass(cancelTransfer, person.asker, { transfer: id });
  const { payee, payeeAccount, state } = await see(id);
  assert.deepEqual([payee, payeeAccount, state], [null, null, 'cancelled']);
});

test('payees that an older program kept in clear are sealed when this one starts, and still seen by their person', async () => {
  const transfer = { provider: 'stripe', method: 'pay', amount: 5, currency: 'EUR', payee: 'Aunt' };
  const { id } = (await kit.app.gate.pass(startTransfer, person.asker, { transfer })).output;
  await kit.app.parts.db.run("update transfer set payee_record = null, payee = 'Uncle' where transfer_id = $1", [id]);
  assert.equal(await sealOldPayees(kit.app.parts), 1);
  assert.equal(await sealOldPayees(kit.app.parts), 0);
  assert.equal((await see(id)).payee, 'Uncle');
  const kept = await kit.app.parts.db.row('select payee from transfer where transfer_id = $1', [id]);
  assert.deepEqual(kept, { payee: null });
});
