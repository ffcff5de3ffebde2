import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { LEFT, openTestApp, STRANGER, type TestApp } from '../../../test/testkit/app.ts';
import { codeOf, guardedPerson, otherFields, signedBy } from '../../../test/testkit/people.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { openApp } from '../../app.ts';
import { openDb } from '../../kernel/db/open-db.ts';
import { openPasswordHasher } from '../../kernel/passwords.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { leaveData, register } from '../agreement/index.ts';
import { turnEpoch, turnIndex, turnLedgerKey } from '../protection/index.ts';
import {
  changePassword,
  makeAccountName,
  makeRecoveryCodes,
  personOfSession,
  readIdentifier,
  recoverAccount,
  removeOneTimeCodes,
  seeOwnFactors,
  signIn,
  signInWithCode,
} from './index.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
});
after(() => kit[Symbol.asyncDispose]());

const PASSWORD = 'seven green lamps by the river';
let networks = 0;
const somewhere = () => {
  networks += 1;
  return { kind: 'anyone', network: `198.19.${networks}.0/24` } as const;
};
const signInBy = async (identifier: string, password: string) =>
  (await kit.app.gate.pass(signIn, somewhere(), { identifier, password })).output;

test('an account made in advance with somebody’s address stays another account (pre-hijacking: classic and federated merge)', async () => {
  const fields = otherFields();
  const attacker = await kit.person(fields);
  const victim = await kit.person({ ...otherFields(), email: fields.email });
  assert.notEqual(victim.personId, attacker.personId);
  const { session } = await signInBy(String(fields.email), victim.password);
  assert.equal((await signedBy(kit.app, session)).personId, victim.personId);
});

test('a session that somebody kept open dies with a recovery (pre-hijacking: unexpired session)', async () => {
  const person = await kit.person(otherFields());
  const { output: made } = await kit.app.gate.pass(makeRecoveryCodes, person.asker, {});
  const { session } = await signInBy(person.accountName, person.password);
  await kit.app.gate.pass(recoverAccount, somewhere(), { code: made.codes[0], password: PASSWORD });
  await assert.rejects(signedBy(kit.app, session));
  await assert.rejects(signedBy(kit.app, person.token));
});

test('an address that somebody planted in an account recovers nothing (pre-hijacking: trojan identifier)', async () => {
  const person = await kit.person(otherFields());
  const planted = { fields: { email: 'trojan@example.org' }, language: 'ru', password: person.password };
  await kit.app.gate.pass(leaveData, person.asker, planted);
  const { output } = await kit.app.gate.pass(seeOwnFactors, person.asker, {});
  assert.deepEqual(output.provedAddresses, []);
});

test('what another site says of who somebody is signs nobody in (pre-hijacking: non-verifying identity provider)', async () => {
  const fields = otherFields();
  await kit.person(fields);
  const part = (of: object) => Buffer.from(JSON.stringify(of)).toString('base64url');
  const said = { iss: 'https://login.example', sub: '1', email: fields.email, email_verified: true };
  const assertion = `${part({ alg: 'none' })}.${part(said)}.`;
  assert.equal(await personOfSession(kit.app.parts.db, assertion), undefined);
  await assert.rejects(signInBy(String(fields.email), assertion), refusedAs('unauthenticated'));
  await assert.rejects(signInBy(assertion, PASSWORD), refusedAs('unauthenticated'));
});

test('who register at the same moment with one address are one person by one password, and several by several (concurrent registration)', async () => {
  const policyVersion = (await kit.app.parts.shelf.inForce())?.number;
  const atOnce = async (fields: Readonly<Record<string, unknown>>, passwords: readonly string[]) => {
    const input = { fields, language: 'ru', policyVersion };
    const leave = (password: string) => kit.app.gate.pass(register, somewhere(), { ...input, password });
    const made = await Promise.all(passwords.map(leave));
    const people = await Promise.all(made.map(({ output }) => signedBy(kit.app, output.session)));
    for (const [index, password] of passwords.entries()) {
      const { session } = await signInBy(String(fields['email']), password);
      assert.equal((await signedBy(kit.app, session)).personId, people[index]?.personId);
    }
    return new Set(people.map(({ personId }) => personId)).size;
  };
  assert.equal(await atOnce(otherFields(), [PASSWORD, PASSWORD, PASSWORD]), 1);
  assert.equal(await atOnce(otherFields(), [PASSWORD, `${PASSWORD} and on`]), 2);
});

test('an account name is drawn by the site and never reads as an address (CVE-2021-3754, CVE-2026-19607, zitadel#10782)', () => {
  for (let times = 0; times < 200; times += 1) {
    assert.equal(readIdentifier(makeAccountName(kit.app.parts.random)).kind, 'account-name');
  }
});

test('a look-alike of @ makes no address and no second account of one (GHSA-7rqj-j65f-68wh)', async () => {
  const version = await kit.app.parts.shelf.inForce();
  for (const at of ['＠', '﹫']) {
    const fields = { ...LEFT, email: `anna${at}example.org` };
    const input = { fields, password: PASSWORD, language: 'ru', policyVersion: version?.number };
    await assert.rejects(kit.app.gate.pass(register, somewhere(), input), refusedAs('invalid'), at);
  }
});

test('a password longer than the limit is refused before anything is hashed (oversized passwords)', async () => {
  const hasher = kit.app.parts.passwords;
  const person = await kit.person(otherFields());
  const long = 'x'.repeat(257);
  const tried = kit.app.gate.pass(signIn, somewhere(), { identifier: person.accountName, password: long });
  await assert.rejects(tried, refusedAs('invalid'));
  assert.ok((await hasher.hash('x'.repeat(256), Buffer.alloc(16))).length === 32);
});

test('a flood of sign-ins is answered: so many are hashed, the rest are told to come later (hash flooding)', async () => {
  const hasher = openPasswordHasher(1);
  const salt = Buffer.alloc(16, 1);
  const results = await Promise.allSettled(Array.from({ length: 100 }, () => hasher.hash('the same one', salt)));
  const refused = results.filter((one) => one.status === 'rejected');
  assert.equal(refused.length, 100 - 65, 'one is hashed and sixty-four wait');
  for (const { reason } of refused) {
    assert.ok(reason instanceof Refusal && reason.code === 'too_often' && reason.detail.retryAfterSeconds === 5);
  }
});

test('who waits too long for a hash is told so, and nobody behind them is forgotten', async () => {
  const hasher = openPasswordHasher(1, 1);
  const salt = Buffer.alloc(16, 1);
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => hasher.hash('the same one', salt)));
  assert.equal(results[0]?.status, 'fulfilled');
  assert.ok(results.some((one) => one.status === 'rejected' && one.reason instanceof Refusal));
  assert.equal((await hasher.hash('after the flood', salt)).length, 32);
});

test('a clock that goes back makes no used code good again, and one that went forward shuts nobody out (ASVS 6.5.1)', async () => {
  const person = await guardedPerson(kit);
  const step = async () => (await signInBy(person.accountName, person.password)).step ?? '';
  await kit.app.gate.pass(signInWithCode, STRANGER, { step: await step(), code: codeOf(person.secret, 1) });
  for (const earlier of [-1, 0, 1]) {
    const code = codeOf(person.secret, earlier);
    const passage = kit.app.gate.pass(signInWithCode, somewhere(), { step: await step(), code });
    await assert.rejects(passage, refusedAs('unauthenticated'), `${earlier}`);
  }
  const { output: made } = await kit.app.gate.pass(makeRecoveryCodes, person.asker, {});
  const given = { step: await step(), code: made.codes[0] };
  assert.ok((await kit.app.gate.pass(signInWithCode, somewhere(), given)).output.session);
});

test('beside one-time codes eight characters will do; alone they will not, and the codes stay until the password is longer (NIST SP 800-63B-4)', async () => {
  const short = 'kvt7 bnw';
  const alone = await kit.person(otherFields());
  const given = { password: alone.password, newPassword: short };
  await assert.rejects(kit.app.gate.pass(changePassword, alone.asker, given), refusedAs('invalid'));
  const person = await guardedPerson(kit);
  const change = { password: person.password, newPassword: short };
  const { output } = await kit.app.gate.pass(changePassword, person.asker, change);
  const asker = await signedBy(kit.app, output.session);
  await assert.rejects(kit.app.gate.pass(removeOneTimeCodes, asker, {}), refusedAs('conflict'));
  const longer = { password: short, newPassword: PASSWORD };
  const { output: changed } = await kit.app.gate.pass(changePassword, asker, longer);
  await kit.app.gate.pass(removeOneTimeCodes, await signedBy(kit.app, changed.session), {});
});

test('a database that restarts in mid sign-in lets nobody in by half, and shuts nobody out: what was begun goes on, and codes still count once', async () => {
  const person = await guardedPerson(kit);
  const { step } = await signInBy(person.accountName, person.password);
  // What a restart is to those who are connected: every connection ends at once, those that are at work too.
  const restart = async () => {
    const other = openDb({ url: kit.databaseUrl }, { connections: 1 });
    try {
      await other.rows(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid()`,
      );
    } finally {
      await other.close();
    }
  };
  const wrong = { step: step ?? '', code: codeOf(person.secret, 9) };
  const right = { step: step ?? '', code: codeOf(person.secret, 1) };
  const [, ...during] = await Promise.allSettled([
    restart(),
    ...Array.from({ length: 4 }, () => signInBy(person.accountName, 'not the password at all')),
    kit.app.gate.pass(signInWithCode, somewhere(), wrong),
  ]);
  assert.ok(
    during.every(({ status }) => status === 'rejected'),
    'neither a wrong password nor a wrong code',
  );
  await restart();
  const answers = await untilAnswered(() => kit.app.gate.pass(signInWithCode, somewhere(), right));
  assert.equal((await signedBy(kit.app, answers.output.session)).personId, person.personId);
  await assert.rejects(kit.app.gate.pass(signInWithCode, somewhere(), right), refusedAs('unauthenticated'));
  const again = await signInBy(person.accountName, person.password);
  assert.ok(again.step, 'and the second factor is asked for as before');
});

/** A connection that a restart ended is found out by who uses it next: asked again, as a person would. */
async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof Refusal || tries === 10) throw error;
    }
  }
}

test('keys of the server that turn in mid sign-in let nobody in and shut nobody out: steps, sessions, codes and addresses go on', async () => {
  const fields = otherFields();
  const person = await guardedPerson(kit, fields);
  const { output: made } = await kit.app.gate.pass(makeRecoveryCodes, person.asker, {});
  const { step } = await signInBy(String(fields.email), person.password);
  const host = { asker: { kind: 'host', by: 'test' } } as const;
  await turnEpoch(kit.app.gate, host);
  await turnIndex(kit.app.gate, host);
  await turnLedgerKey(kit.app.gate, { ...host, atOnce: true });
  assert.equal((await personOfSession(kit.app.parts.db, person.token))?.personId, person.personId);
  const wrong = { step: step ?? '', code: codeOf(person.secret, 9) };
  await assert.rejects(kit.app.gate.pass(signInWithCode, somewhere(), wrong), refusedAs('unauthenticated'));
  const right = { step: step ?? '', code: codeOf(person.secret, 1) };
  assert.ok((await kit.app.gate.pass(signInWithCode, somewhere(), right)).output.session);
  await assert.rejects(signInBy(String(fields.email), 'not the password at all'), refusedAs('unauthenticated'));
  const again = await signInBy(String(fields.email), person.password);
  const spare = { step: again.step ?? '', code: made.codes[0] };
  assert.ok((await kit.app.gate.pass(signInWithCode, somewhere(), spare)).output.session);
});

test('a key that passwords, codes and tokens rest on is never exchanged under a living site: the start is refused and names it', async () => {
  const path = join(kit.keyDir, 'sign-in.key');
  const kept = readFileSync(path, 'utf8');
  try {
    writeFileSync(path, readFileSync(join(kit.keyDir, 'pseudonym.key'), 'utf8'), { mode: 0o600 });
    const start = openApp(kit.app.settings, { role: 'command' });
    await assert.rejects(start, /sign-in\.key holds the key pseudonym: it was renamed/);
  } finally {
    writeFileSync(path, kept, { mode: 0o600 });
  }
  await (await openApp(kit.app.settings, { role: 'command' })).close();
});
