import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LEFT, openTestApp, STRANGER, type TestApp } from '../../../test/testkit/app.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { fsck } from '../../kernel/ledger/fsck.ts';
import { verifierKey } from '../../kernel/ledger/note.ts';
import { verifyFiles } from '../../verify/verify.ts';
import { personOfSession, signIn } from '../security/index.ts';
import {
  eraseOwnData,
  leaveData,
  leaveForm,
  makeFormNonce,
  openAccount,
  recordDocument,
  register,
  seeOwnData,
  seeOwnHistory,
  takeReceipts,
  takeRecord,
  takeStatement,
  useOwnKey,
} from './index.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
});
after(() => kit[Symbol.asyncDispose]());

const CONTACT = {
  form: 'contact',
  fields: { name: LEFT.name, country: 'UA', phone: LEFT.phone },
  message: 'Перезвоните мне, пожалуйста',
  language: 'ru',
};
/** The page of a form that was just opened. */
const nonceOf = (form: string) => makeFormNonce(kit.app.parts, form, 1);
const leaveContact = (over: object = {}) =>
  kit.app.gate.pass(leaveForm, STRANGER, { ...CONTACT, nonce: nonceOf('contact'), ...over });

async function ownPage(key: string | null) {
  assert(key !== null, 'a form without a sign-in gives a key');
  const { output } = await kit.app.gate.pass(useOwnKey, STRANGER, { key });
  const asker = await personOfSession(kit.app.parts.db, output.session);
  assert(asker !== undefined, 'the key makes a session');
  return asker;
}

test('leaving data is agreeing: the submission names fields, form, instant and the digest of the version in force', async () => {
  const { output } = await leaveContact();
  const asker = await ownPage(output.key);
  const record = await kit.app.gate.pass(takeRecord, asker, { submission: output.submission });
  const version = await kit.app.parts.shelf.inForce();
  assert.equal(record.output.policy.digest, version?.digest);
  assert.deepEqual(record.output.fields.map(({ id }) => id).toSorted(), ['country', 'name', 'phone']);
  assert.equal(record.output.message, true);
  assert.doesNotMatch(JSON.stringify(record.output), /Канарейка|Перезвоните/);
});

test('without an account the key shows what was left, and nothing but the key does', async () => {
  const { output } = await leaveContact();
  const seen = await kit.app.gate.pass(seeOwnData, await ownPage(output.key), {});
  assert.deepEqual(Object.fromEntries(seen.output.fields.map(({ field, value }) => [field, value])), CONTACT.fields);
  const wrong = 'A'.repeat(43);
  await assert.rejects(kit.app.gate.pass(useOwnKey, STRANGER, { key: wrong }), refusedAs('not_found'));
});

test('who erased their data is out of reach of their key, their password and their session', async () => {
  const { output } = await leaveContact();
  const asker = await ownPage(output.key);
  await kit.app.gate.pass(eraseOwnData, asker, {});
  await assert.rejects(kit.app.gate.pass(useOwnKey, STRANGER, { key: output.key }), refusedAs('not_found'));
  await assert.rejects(kit.app.gate.pass(seeOwnData, asker, {}), refusedAs('not_found'));
  const { db } = kit.app.parts;
  for (const table of ['person', 'value', 'value_key', 'person_key', 'tag', 'submission', 'session', 'sign_in']) {
    assert.equal(
      await db.row(`select 1 as one from ${table} where person_id = $1`, [asker.personId]),
      undefined,
      table,
    );
  }
});

test('an erased person leaves a ledger that is whole, without a text', async () => {
  const person = await kit.person();
  await assert.rejects(kit.app.gate.pass(eraseOwnData, person.asker, {}), refusedAs('presence_required'));
  await kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
  await kit.app.sequence();
  const { db, keys, site } = kit.app.parts;
  const report = await fsck({ db, key: keys.ledger, ...site, erasureKinds: [eraseOwnData.name] });
  assert.deepEqual(report.problems, []);
  const texts = await db.rows<{ kind: string }>('select kind from entry where person_id = $1 and body is not null', [
    person.personId,
  ]);
  assert.deepEqual(
    texts.map(({ kind }) => kind),
    ['eraseOwnData'],
  );
  const input = { identifier: person.accountName, password: person.password };
  await assert.rejects(kit.app.gate.pass(signIn, STRANGER, input), refusedAs('unauthenticated'));
});

test('two registrations at once with one pair of address and password make one person', async () => {
  const version = (await kit.app.parts.shelf.inForce())?.number;
  const input = {
    fields: { ...LEFT, email: 'pair@example.org', phone: '+380441234568' },
    password: 'one and the same phrase',
    language: 'ru',
    policyVersion: version,
  };
  const outputs = await Promise.all([1, 2].map(() => kit.app.gate.pass(register, STRANGER, input)));
  const named = outputs.filter(({ output }) => output.accountName !== undefined);
  assert.equal(named.length, 1, 'the other one is a sign-in and shows no name');
  const askers = await Promise.all(outputs.map(({ output }) => personOfSession(kit.app.parts.db, output.session)));
  assert.equal(askers[0]?.personId, askers[1]?.personId);
});

test('several people may leave the same address, and each signs in by it with their own password', async () => {
  const shared = { ...LEFT, email: 'shared@example.org' };
  const people = [await kit.person(shared), await kit.person(shared)];
  for (const { password, personId } of people) {
    const { output } = await kit.app.gate.pass(signIn, STRANGER, { identifier: 'Shared@EXAMPLE.org', password });
    assert.equal((await personOfSession(kit.app.parts.db, output.session ?? ''))?.personId, personId);
  }
});

test('a corrected address signs in, the old one does not, and the old value is gone', async () => {
  const person = await kit.person({ ...LEFT, email: 'before@example.org' });
  const fields = { email: 'after@example.org' };
  await assert.rejects(
    kit.app.gate.pass(leaveData, person.asker, { fields, language: 'ru' }),
    refusedAs('presence_required'),
  );
  await kit.app.gate.pass(leaveData, person.asker, { fields, language: 'ru', password: person.password });
  const signing = (identifier: string) =>
    kit.app.gate.pass(signIn, STRANGER, { identifier, password: person.password });
  await signing('after@example.org');
  await assert.rejects(signing('before@example.org'), refusedAs('unauthenticated'));
  const seen = await kit.app.gate.pass(seeOwnData, person.asker, {});
  assert.equal(seen.output.fields.find(({ field }) => field === 'email')?.value, fields.email);
});

test('several receipts are saved in one file, with a statement that counts what was recorded just now', async () => {
  const person = await kit.person();
  await kit.app.gate.pass(seeOwnData, person.asker, {});
  const { parts, gate } = kit.app;
  const key = verifierKey(parts.site.origin, parts.keys.ledger);
  const { output } = await gate.pass(takeReceipts, person.asker, { from: 1, to: 300 });
  const { files, ok } = verifyFiles([{ name: 'saved', text: output.file }], { key });
  assert.deepEqual([ok, output.receipts], [true, 2]);
  assert.deepEqual(
    files.map(({ kind }) => kind),
    ['receipt', 'receipt', 'statement', 'checkpoint'],
  );
  const stated = await gate.pass(takeStatement, person.asker, {});
  assert.equal(stated.output.entries, 2);
  assert.equal(verifyFiles([{ name: 'stated', text: stated.output.statement }], { key }).ok, true);
  const stranger = await kit.person();
  const others = await gate.pass(takeReceipts, stranger.asker, { from: 1, to: 1 });
  const ownLine = output.file.split('\n')[1] ?? '';
  assert(ownLine.length > 0 && !others.output.file.includes(ownLine));
  await assert.rejects(gate.pass(takeReceipts, person.asker, { from: 2, to: 1 }), refusedAs('invalid'));
  await assert.rejects(gate.pass(takeReceipts, person.asker, { from: 1, to: 501 }), refusedAs('too_large'));
  await assert.rejects(gate.pass(takeReceipts, person.asker, { from: 3, to: 9 }), refusedAs('not_found'));
});

test('a look at one’s own data is one entry a session and day', async () => {
  const person = await kit.person();
  await kit.app.gate.pass(seeOwnData, person.asker, {});
  await kit.app.gate.pass(seeOwnData, person.asker, {});
  const { output } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  assert.equal(output.entries.filter(({ kind }) => kind === 'seeOwnData').length, 1);
});

test('the key may become an account: what was left is in it, and the key ends', async () => {
  const { output } = await leaveContact();
  const asker = await ownPage(output.key);
  const password = 'a phrase about a lamp at sea';
  const { output: opened } = await kit.app.gate.pass(openAccount, asker, { password });
  await assert.rejects(kit.app.gate.pass(useOwnKey, STRANGER, { key: output.key }), refusedAs('not_found'));
  await assert.rejects(kit.app.gate.pass(openAccount, asker, { password }), refusedAs('conflict'));
  const { output: signed } = await kit.app.gate.pass(signIn, STRANGER, { identifier: opened.accountName, password });
  const again = await personOfSession(kit.app.parts.db, signed.session ?? '');
  assert.equal(again?.personId, asker.personId);
});

test('the record of leaving data for programs says agreement, names the version, and holds no value', async () => {
  const { output } = await leaveContact();
  const record = await kit.app.gate.pass(takeRecord, await ownPage(output.key), { submission: output.submission });
  const text = JSON.stringify(recordDocument(record.output, 'https://site.example'));
  assert.match(text, /dpv#/);
  assert.ok(text.includes(`sha256:${record.output.policy.digest}`));
  assert.ok(text.includes('https://site.example/policy/versions/1'));
  assert.doesNotMatch(text, /Consent|Канарейка|380441234567|Перезвоните/);
});
