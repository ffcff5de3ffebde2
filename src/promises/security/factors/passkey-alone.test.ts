import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LEFT, openTestApp, STRANGER, type TestApp } from '../../../../test/testkit/app.ts';
import { makeAuthenticator } from '../../../../test/testkit/authenticator.ts';
import { otherFields, signedBy } from '../../../../test/testkit/people.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { eraseOwnData, leaveData, register, takeCopy } from '../../agreement/index.ts';
import { sealOwnData } from '../../use/index.ts';
import {
  changePassword,
  passkeyCreationOptions,
  passkeyRequestOptions,
  recoverAccount,
  removePasskey,
  seeOwnFactors,
  signIn,
  signInWithPasskey,
} from '../index.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
});
after(() => kit[Symbol.asyncDispose]());

type Made = Parameters<ReturnType<typeof makeAuthenticator>['create']>[0];

async function begin(fields: Readonly<Record<string, unknown>> = otherFields()) {
  const authenticator = makeAuthenticator();
  const options = await passkeyCreationOptions(kit.app.parts, STRANGER, 'site');
  const given = (made: Made = options) => ({
    ...{ fields, language: 'ru', policyVersion: 1 },
    passkey: { attestation: authenticator.create(made), name: 'Phone' },
  });
  return { authenticator, options, given };
}

async function registered(fields?: Readonly<Record<string, unknown>>) {
  const { authenticator, options, given } = await begin(fields);
  const { output } = await kit.app.gate.pass(register, STRANGER, given());
  const asker = await signedBy(kit.app, output.session);
  return { ...output, asker, authenticator, handle: options.user.id, fields: given().fields };
}

test('registering with a passkey needs no password: the key signs in, nothing typed does, and 8 recovery codes are shown', async () => {
  const { accountName, recoveryCodes, asker, authenticator, handle } = await registered();
  assert.equal(recoveryCodes?.length, 8);
  const assertion = authenticator.get(await passkeyRequestOptions(kit.app.parts, STRANGER), handle);
  const { output } = await kit.app.gate.pass(signInWithPasskey, STRANGER, { assertion });
  assert.equal((await signedBy(kit.app, output.session)).personId, asker.personId);
  const typed = { identifier: accountName, password: 'seven green lamps by the river' };
  await assert.rejects(kit.app.gate.pass(signIn, STRANGER, typed), refusedAs('unauthenticated'));
  const { output: factors } = await kit.app.gate.pass(seeOwnFactors, asker, {});
  assert.equal(factors.password, 'none');
  const [only] = factors.passkeys;
  await assert.rejects(kit.app.gate.pass(removePasskey, asker, { passkey: only?.id }), refusedAs('conflict'));
});

test('an address that somebody left before changes nothing in the answer to a passkey (pre-hijacking, no oracle)', async () => {
  const first = await kit.person(otherFields());
  const { output: data } = await kit.app.gate.pass(seeOwnFactors, first.asker, {});
  assert.ok(data.mailboxes.length > 0);
  const fields = otherFields();
  const shapes = [];
  for (const one of [fields, fields]) {
    const { asker, ...output } = await registered(one);
    shapes.push(Object.keys(output).sort().join());
    assert.notEqual(asker.personId, first.personId);
  }
  assert.equal(shapes[0], shapes[1]);
});

test('what a browser made for a registration makes one person, and only from a challenge for registrations', async () => {
  const { given } = await begin();
  await kit.app.gate.pass(register, STRANGER, given());
  await assert.rejects(kit.app.gate.pass(register, STRANGER, given()), refusedAs('unauthenticated'), 'spent');
  const person = await kit.person(otherFields());
  const other = await begin();
  const forAnother = await passkeyCreationOptions(kit.app.parts, person.asker, 'site');
  const passage = kit.app.gate.pass(register, STRANGER, other.given(forAnother));
  await assert.rejects(passage, refusedAs('invalid'));
  const both = { ...other.given(), password: 'seven green lamps by the river' };
  await assert.rejects(kit.app.gate.pass(register, STRANGER, both), refusedAs('invalid'));
  const { passkey: _, ...neither } = other.given();
  await assert.rejects(kit.app.gate.pass(register, STRANGER, neither), refusedAs('invalid'));
});

test('a passkey of the last minutes does where others type the password, and a stale one does nowhere', async () => {
  const { asker, fields } = await registered();
  const stale = { ...asker, authenticatedAt: new Date(asker.authenticatedAt.getTime() - 6 * 60_000) };
  const change = { fields: { email: `new-${String(fields['email'])}` }, language: 'ru' };
  const copy = { passphrase: 'a phrase that is long enough', language: 'ru' };
  for (const late of [
    () => kit.app.gate.pass(leaveData, stale, change),
    () => kit.app.gate.pass(takeCopy, stale, copy),
    () => kit.app.gate.pass(sealOwnData, stale, {}),
    () => kit.app.gate.pass(eraseOwnData, stale, {}),
    () => kit.app.gate.pass(changePassword, stale, { newPassword: 'seven green lamps by the river' }),
  ]) {
    await assert.rejects(late(), refusedAs('presence_required'));
  }
  await kit.app.gate.pass(leaveData, asker, change);
  const { output } = await kit.app.gate.pass(takeCopy, asker, copy);
  assert.ok(output.archive.length > 0);
  await kit.app.gate.pass(eraseOwnData, asker, {});
});

test('who lost the key comes back by a recovery code, with a password from then on', async () => {
  const { recoveryCodes, asker, accountName } = await registered({ ...LEFT, ...otherFields() });
  const password = 'seven green lamps by the river';
  const given = { code: recoveryCodes?.[0], password };
  const { output } = await kit.app.gate.pass(recoverAccount, STRANGER, given);
  assert.equal((await signedBy(kit.app, output.session)).personId, asker.personId);
  const { output: again } = await kit.app.gate.pass(signIn, STRANGER, { identifier: accountName, password });
  assert.ok(again.session);
});
