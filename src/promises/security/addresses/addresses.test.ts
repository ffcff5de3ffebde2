import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp, type TestPerson } from '../../../../test/testkit/app.ts';
import { codeOf, guardedPerson, otherFields, signedBy } from '../../../../test/testkit/people.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { openSmtpSink, type SmtpSink } from '../../../../test/testkit/smtp.ts';
import { leaveData, seeOwnHistory } from '../../agreement/index.ts';
import {
  askAddressCode,
  askMailboxCode,
  makeRecoveryCodes,
  proveAddress,
  recoverAccount,
  releaseAddress,
  seeOwnFactors,
  signIn,
} from '../index.ts';

let sink: SmtpSink;
let kit: TestApp;
before(async () => {
  sink = await openSmtpSink();
  kit = await openTestApp({ SMTP_URL: sink.url });
  await kit.publish();
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

const PASSWORD = 'seven green lamps by the river';
let networks = 0;
const somewhere = () => {
  networks += 1;
  return { kind: 'anyone', network: `203.0.${networks}.0/24` } as const;
};

/** The code of the newest letter to this address; undefined where none came. */
async function codeTo(address: unknown): Promise<string | undefined> {
  await kit.app.worker.drain();
  const letters = (await sink.parsed()).filter(({ to }) => to?.[0]?.address === address);
  return /^([0-9a-z]{4}-[0-9a-z]{4})$/m.exec(letters.at(-1)?.text ?? '')?.[1];
}

async function withMailbox(fields = otherFields()): Promise<TestPerson & { readonly email: string }> {
  return { ...(await kit.person(fields)), email: String(fields.email) };
}

async function proved(): Promise<TestPerson & { readonly email: string }> {
  const person = await withMailbox();
  await kit.app.gate.pass(askAddressCode, person.asker, { field: 'email' });
  await kit.app.gate.pass(proveAddress, person.asker, { code: await codeTo(person.email) });
  return person;
}

test('an address is proved by a typed code, only when its person asks, and registration alone sends nothing', async () => {
  const person = await withMailbox();
  assert.equal(await codeTo(person.email), undefined, 'nothing was sent at registration');
  await kit.app.gate.pass(askAddressCode, person.asker, { field: 'email' });
  const code = await codeTo(person.email);
  const [letter] = (await sink.parsed()).slice(-1);
  assert.doesNotMatch(`${letter?.text}${letter?.html}`, /https?:|href/, 'no link for scanners to open (Kratos #1202)');
  const { output } = await kit.app.gate.pass(proveAddress, person.asker, { code: ` ${code?.toUpperCase()} ` });
  assert.equal(output.state, 'proved');
  const again = kit.app.gate.pass(proveAddress, person.asker, { code });
  await assert.rejects(again, refusedAs('invalid'), 'a code counts once');
  const { output: factors } = await kit.app.gate.pass(seeOwnFactors, person.asker, {});
  assert.deepEqual(
    factors.provedAddresses.map(({ field }) => field),
    ['email'],
  );
});

test('a code is bound to account, session and address, not to the address alone (better-auth #11023)', async () => {
  const owner = await withMailbox();
  const attacker = await withMailbox({ ...otherFields(), email: owner.email });
  await kit.app.gate.pass(askAddressCode, attacker.asker, { field: 'email' });
  const code = await codeTo(owner.email);
  await assert.rejects(kit.app.gate.pass(proveAddress, owner.asker, { code }), refusedAs('invalid'), 'another account');
  const second = { identifier: attacker.accountName, password: attacker.password };
  const { output } = await kit.app.gate.pass(signIn, somewhere(), second);
  const elsewhere = await signedBy(kit.app, output.session);
  await assert.rejects(kit.app.gate.pass(proveAddress, elsewhere, { code }), refusedAs('invalid'), 'another session');
  const corrected = { fields: { email: `moved-${owner.email}` }, language: 'ru', password: attacker.password };
  await kit.app.gate.pass(leaveData, attacker.asker, corrected);
  const { output: factors } = await kit.app.gate.pass(seeOwnFactors, attacker.asker, {});
  assert.deepEqual(factors.provedAddresses, []);
});

test('whoever reads the mailbox decides whose a proved address is; the other account keeps a note (Kratos #2577)', async () => {
  const first = await proved();
  const holder = await withMailbox({ ...otherFields(), email: first.email });
  await kit.app.gate.pass(askAddressCode, holder.asker, { field: 'email' });
  const code = await codeTo(first.email);
  const { output: told } = await kit.app.gate.pass(proveAddress, holder.asker, { code });
  assert.equal(told.state, 'with-another-account', 'told only to who had the right code');
  const { output } = await kit.app.gate.pass(proveAddress, holder.asker, { code, move: true });
  assert.equal(output.state, 'proved');
  await kit.app.worker.drain();
  const { output: history } = await kit.app.gate.pass(seeOwnHistory, first.asker, {});
  assert.equal(history.entries.at(0)?.kind, 'noteAddressMoved');
  const { output: factors } = await kit.app.gate.pass(seeOwnFactors, first.asker, {});
  assert.deepEqual(factors.provedAddresses, []);
});

test('asking for a letter answers alike for a proved, a typed and an unknown address, and writes only to the proved (keycloak #43640, ASVS 6.3.8)', async () => {
  const person = await proved();
  const typed = await withMailbox();
  const before = sink.received.length;
  const shapes = [];
  for (const address of [person.email, typed.email, 'nobody@example.net', 'no address']) {
    const { output, entry } = await kit.app.gate.pass(askMailboxCode, somewhere(), { address });
    shapes.push([Object.keys(output), output.request.length, entry]);
  }
  assert.equal(new Set(shapes.map((shape) => JSON.stringify(shape))).size, 1);
  await kit.app.worker.drain();
  assert.deepEqual(
    sink.received.slice(before).flatMap(({ to }) => to),
    [person.email],
  );
});

test('a letter gives the account back to the browser that asked for it, once, and ends every session', async () => {
  const person = await proved();
  const { output: asked } = await kit.app.gate.pass(askMailboxCode, somewhere(), { address: person.email });
  const code = await codeTo(person.email);
  const { output: other } = await kit.app.gate.pass(askMailboxCode, somewhere(), { address: 'nobody@example.net' });
  for (const wrong of [{ code, request: other.request }, { code }, { code: '0000-0000', request: asked.request }]) {
    const passage = kit.app.gate.pass(recoverAccount, somewhere(), { ...wrong, password: PASSWORD });
    await assert.rejects(passage, refusedAs('unauthenticated'));
  }
  const given = { code, request: asked.request, password: PASSWORD };
  const { output } = await kit.app.gate.pass(recoverAccount, somewhere(), given);
  assert.equal((await signedBy(kit.app, output.session)).personId, person.personId);
  await assert.rejects(signedBy(kit.app, person.token));
  await assert.rejects(kit.app.gate.pass(recoverAccount, somewhere(), given), refusedAs('unauthenticated'), 'once');
});

test('a mailbox goes around no second factor (ASVS 6.4.3, 6.3.6)', async () => {
  const fields = otherFields();
  const person = await guardedPerson(kit, fields);
  await kit.app.gate.pass(askAddressCode, person.asker, { field: 'email' });
  await kit.app.gate.pass(proveAddress, person.asker, { code: await codeTo(fields.email) });
  const { output: asked } = await kit.app.gate.pass(askMailboxCode, somewhere(), { address: fields.email });
  const given = { code: await codeTo(fields.email), request: asked.request, password: PASSWORD };
  await assert.rejects(kit.app.gate.pass(recoverAccount, somewhere(), given), refusedAs('presence_required'));
  const { output } = await kit.app.gate.pass(recoverAccount, somewhere(), { ...given, second: codeOf(person.secret) });
  await signedBy(kit.app, output.session);
});

test('the code of a letter cannot be guessed: a few wrong ones, and even the right one waits (ASVS 6.6.3)', async () => {
  const person = await proved();
  const { output: asked } = await kit.app.gate.pass(askMailboxCode, somewhere(), { address: person.email });
  const code = await codeTo(person.email);
  for (let guess = 0; guess < 8; guess += 1) {
    const wrong = { code: `0000-000${guess}`, request: asked.request, password: PASSWORD };
    await assert.rejects(kit.app.gate.pass(recoverAccount, somewhere(), wrong));
  }
  const right = kit.app.gate.pass(recoverAccount, somewhere(), { code, request: asked.request, password: PASSWORD });
  await assert.rejects(right, refusedAs('too_often'));
});

test('no mailbox is filled: an address gets three letters a day, whoever asks (ory/kratos#1835)', async () => {
  const person = await proved();
  const before = sink.received.length;
  for (let times = 0; times < 5; times += 1) {
    await kit.app.gate.pass(askMailboxCode, somewhere(), { address: person.email });
    await kit.app.worker.drain();
  }
  assert.equal(sink.received.length - before, 2, 'one went out to prove it');
});

test('a recovery cancels what somebody else began in the account (pre-hijacking: unexpired e-mail change)', async () => {
  const person = await proved();
  const { output: made } = await kit.app.gate.pass(makeRecoveryCodes, person.asker, {});
  const attacker = { identifier: person.accountName, password: person.password };
  const { output: entered } = await kit.app.gate.pass(signIn, somewhere(), attacker);
  const inside = await signedBy(kit.app, entered.session);
  const trap = `trap-${person.email}`;
  const change = { fields: { email: trap }, language: 'ru', password: person.password };
  await kit.app.gate.pass(leaveData, inside, change);
  const { output: after } = await kit.app.gate.pass(seeOwnFactors, person.asker, {});
  assert.deepEqual(after.provedAddresses, [], 'a corrected address is proved no more');
  await kit.app.gate.pass(askAddressCode, inside, { field: 'email' });
  const code = await codeTo(trap);
  await kit.app.gate.pass(recoverAccount, somewhere(), { code: made.codes[0], password: PASSWORD });
  await assert.rejects(kit.app.gate.pass(proveAddress, inside, { code }), refusedAs('unauthenticated'));
  const { personId } = person;
  const rows = await kit.app.parts.db.rows('select 1 as one from address_code where person_id = $1', [personId]);
  assert.deepEqual(rows, [], 'the pending code is gone');
});

test('what was proved can be taken back, and then recovers nothing', async () => {
  const person = await proved();
  await kit.app.gate.pass(releaseAddress, person.asker, { field: 'email' });
  const before = sink.received.length;
  await kit.app.gate.pass(askMailboxCode, somewhere(), { address: person.email });
  await kit.app.worker.drain();
  assert.equal(sink.received.length, before);
  await assert.rejects(kit.app.gate.pass(releaseAddress, person.asker, { field: 'email' }), refusedAs('not_found'));
});

test('whoever finds an open session proves no address and asks for no letter', async () => {
  const person = await withMailbox();
  await kit.app.parts.db.run(
    `update session set authenticated_at = authenticated_at - interval '6 minutes' where person_id = $1`,
    [person.personId],
  );
  const stale = await signedBy(kit.app, person.token);
  const asked = kit.app.gate.pass(askAddressCode, stale, { field: 'email' });
  await assert.rejects(asked, refusedAs('forbidden_by_policy'));
  assert.equal(await codeTo(person.email), undefined);
});
