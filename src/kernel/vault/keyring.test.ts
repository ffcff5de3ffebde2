import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../../test/testkit/database.ts';
import { inventKeys } from '../../../test/testkit/keys.ts';
import { toWrite, writeAll } from '../db/writing.ts';
import { systemRandom } from '../ids.ts';
import { createKeyring } from './keyring.ts';
import { newKeyrings } from './made/store.ts';
import { createOpener } from './open.ts';
import { openElsewhere } from './open-elsewhere.ts';
import { openSealElsewhere } from './seal-elsewhere.ts';
import type { NewValue } from './seal-one.ts';
import { createSiteSecrets } from './site-secrets.ts';
import { readSealed, readSealedRecords, type SealedRow } from './store.ts';

const siteId = randomUUID();
const keys = inventKeys(siteId);
const keyring = createKeyring({ keys, random: systemRandom });
const opener = createOpener(keys);
let database: TestDatabase;
before(async () => {
  database = await openTestDatabase();
});
after(() => database[Symbol.asyncDispose]());

async function personWith(values: readonly NewValue[]): Promise<string> {
  const personId = randomUUID();
  await database.db.transaction(async (tx) => {
    await keyring.createPerson(tx, personId);
    await keyring.store(tx, personId, values);
  });
  return personId;
}
const store = (personId: string, values: readonly NewValue[]) =>
  database.db.transaction((tx) => keyring.store(tx, personId, values));
const rowsOf = (personId: string) => readSealed(database.db, personId, 'all');
async function open(rows: readonly SealedRow[]): Promise<Record<string, string>> {
  const pass = opener.issuePass({ entry: { personId: rows[0]?.personId ?? '', n: 1 }, opens: rows });
  const opened = await opener.open(pass, rows);
  return Object.fromEntries(opened.map(({ field, value }) => [field, value.unseal('comparison')]));
}

test('values are opened as they were left, in any script', async () => {
  const values = { name: 'Анна Лампова', address: '{"street":"вул. Хрещатик"}', note: '\ufeff👩‍🔧\u0000', empty: '' };
  const personId = await personWith(Object.entries(values).map(([field, plaintext]) => ({ field, plaintext })));
  assert.deepEqual(await open(await rowsOf(personId)), values);
  assert.deepEqual(await open(await readSealed(database.db, personId, ['name'])), { name: values.name });
});

test('nothing of a value is in any table', async () => {
  const canary = 'canary-7f3e';
  await personWith([{ field: 'name', plaintext: canary }]);
  const dump = await database.db.rows<{ all: string }>(
    `select value::text || encode(sealed, 'escape') as all from value union all select value_key::text from value_key`,
  );
  assert.ok(dump.length >= 2);
  for (const row of dump) assert.ok(!row.all.includes(canary));
});

test('a corrected value keeps its record, gets the next version, and loses the mark of a verified one', async () => {
  const personId = await personWith([
    { field: 'name', plaintext: 'a' },
    { field: 'phone', plaintext: '+380441234567' },
  ]);
  await database.db.run(`update value set verified_at = now(), verified_how = 'offline' where person_id = $1`, [
    personId,
  ]);
  const [before] = await readSealed(database.db, personId, ['phone']);
  const [stored] = await store(personId, [{ field: 'phone', plaintext: '+380447654321' }]);
  assert.deepEqual(stored, { field: 'phone', recordId: before?.recordId, version: 2 });
  const [name, phone] = await rowsOf(personId);
  assert.equal(phone?.verifiedAt, null);
  assert.ok(name?.verifiedAt !== null);
  assert.deepEqual(await open(await rowsOf(personId)), { name: 'a', phone: '+380447654321' });
});

test('after a correction nothing old opens the old value, and all else still opens', async () => {
  const personId = await personWith(['name', 'phone', 'email'].map((field) => ({ field, plaintext: `old ${field}` })));
  const old = await rowsOf(personId);
  await store(personId, [{ field: 'phone', plaintext: 'new phone' }]);
  const now = await rowsOf(personId);
  const find = (rows: readonly SealedRow[], field: string) => rows.find((row) => row.field === field)!;

  // The old sealed value with each mixture of the old and the new keyring that does not hold the old person key.
  const mixed = { ...find(old, 'phone'), personKey: find(now, 'phone').personKey };
  await assert.rejects(open([mixed]), /wrapped key does not open/);
  await assert.rejects(open([{ ...mixed, valueKey: find(now, 'phone').valueKey }]), /another key or another place/);
  // An old data copy without keyring opens with today's keyring where nothing was changed.
  const kept = { ...find(now, 'email'), sealed: find(old, 'email').sealed };
  assert.deepEqual(await open([kept]), { email: 'old email' });
  // The person's key itself is another one: every value key is wrapped anew.
  for (const field of ['name', 'email']) {
    assert.notDeepEqual(find(now, field).valueKey.wrapped, find(old, field).valueKey.wrapped);
    await assert.rejects(open([{ ...find(old, field), personKey: find(now, field).personKey }]), /wrapped key/);
  }
});

test('a forgotten value is gone with its key, and its old copy does not open with what lives', async () => {
  const personId = await personWith(['name', 'phone'].map((field) => ({ field, plaintext: field })));
  const old = await rowsOf(personId);
  const phone = old.find(({ field }) => field === 'phone')!;
  await database.db.transaction((tx) => keyring.forget(tx, personId, [phone.recordId]));
  const now = await rowsOf(personId);
  assert.deepEqual(await open(now), { name: 'name' });
  await assert.rejects(open([{ ...phone, personKey: now[0]!.personKey }]), /wrapped key/);
  const left = await database.db.rows('select 1 as x from value_key where record_id = $1', [phone.recordId]);
  assert.deepEqual(left, []);
});

test('a forgotten person leaves nothing in the vault, and nobody else is touched', async () => {
  const [anna, boris] = [
    await personWith([{ field: 'name', plaintext: 'anna' }]),
    await personWith([{ field: 'name', plaintext: 'boris' }]),
  ];
  await database.db.transaction((tx) => keyring.forgetPerson(tx, anna));
  for (const table of ['value', 'value_key', 'person_key', 'tag']) {
    assert.deepEqual(await database.db.rows(`select 1 as x from ${table} where person_id = $1`, [anna]), [], table);
  }
  assert.deepEqual(await open(await rowsOf(boris)), { name: 'boris' });
});

test('files and outbox rows are many of one field, each with a key of its own', async () => {
  const personId = await personWith([
    { field: 'document', plaintext: Buffer.from([0, 255]), role: 'file' },
    { field: 'document', plaintext: Buffer.from([1]), role: 'file' },
    { field: 'document', plaintext: 'number', role: 'value' },
  ]);
  assert.deepEqual(await open(await rowsOf(personId)), { document: 'number' });
  const ids = await database.db.rows<{ id: string }>(
    `select record_id as id from value where person_id = $1 and role = 'file'`,
    [personId],
  );
  const files = await readSealedRecords(
    database.db,
    personId,
    ids.map(({ id }) => id),
  );
  const pass = opener.issuePass({ entry: { personId, n: 1 }, opens: files });
  const opened = (await opener.open(pass, files)).map(({ value }) => value.unseal('comparison'));
  assert.deepEqual(opened.sort(), ['AP8=', 'AQ==']);
});

test('corrections at the same time come one after the other', async () => {
  const personId = await personWith([{ field: 'name', plaintext: '0' }]);
  await Promise.all(Array.from({ length: 8 }, (_, at) => store(personId, [{ field: 'name', plaintext: `${at}` }])));
  const [row] = await rowsOf(personId);
  assert.equal(row?.version, 9);
  assert.match((await open([row!])).name ?? '', /^[0-7]$/);
});

test('a person has one key, and nothing is stored for someone without', async () => {
  const personId = await personWith([]);
  assert.equal(await database.db.transaction((tx) => keyring.createPerson(tx, personId)), false);
  await assert.rejects(store(randomUUID(), [{ field: 'name', plaintext: 'a' }]), /the person has a key/);
  const twice = [
    { field: 'name', plaintext: 'a' },
    { field: 'name', plaintext: 'b' },
  ];
  await assert.rejects(store(personId, twice), /one value a field/);
});

test('rows swapped, renamed or rolled back in the database do not open', async () => {
  const [anna, boris] = [
    await personWith(['name', 'phone'].map((field) => ({ field, plaintext: `anna ${field}` }))),
    await personWith(['name', 'phone'].map((field) => ({ field, plaintext: `boris ${field}` }))),
  ];
  const [annas, boriss] = [await rowsOf(anna), await rowsOf(boris)];
  const [name, phone] = annas as [SealedRow, SealedRow];
  const other = boriss[0]!;
  const swaps: SealedRow[] = [
    { ...name, sealed: phone.sealed },
    { ...name, sealed: other.sealed },
    { ...name, sealed: other.sealed, valueKey: other.valueKey },
    { ...name, sealed: other.sealed, valueKey: other.valueKey, personKey: other.personKey },
    { ...name, sealed: phone.sealed, valueKey: phone.valueKey },
    { ...name, field: 'phone' },
    { ...name, recordId: phone.recordId },
    { ...name, personId: boris },
    { ...name, version: 2 },
    { ...name, role: 'export' },
    { ...name, valueKey: { ...name.valueKey, epoch: 2 } },
  ];
  for (const row of swaps) await assert.rejects(open([row]), /wrapped key does not open|another key or another place/);
  const anotherSite = createOpener({ ...keys, siteId: randomUUID() });
  const pass = anotherSite.issuePass({ entry: { personId: anna, n: 1 }, opens: [name] });
  await assert.rejects(anotherSite.open(pass, [name]), /wrapped key does not open/);
});

test('a pass opens what it names, all of it, once, and only where it was issued', async () => {
  const personId = await personWith(['name', 'phone'].map((field) => ({ field, plaintext: field })));
  const [name, phone] = (await rowsOf(personId)) as [SealedRow, SealedRow];
  const scope = { entry: { personId, n: 1 }, opens: [name] };
  const refused = (rows: readonly SealedRow[], pass = opener.issuePass(scope)) =>
    assert.rejects(opener.open(pass, rows), { code: 'ERR_ASSERTION' });

  await refused([phone]);
  await refused([name, phone]);
  await refused([name, name]);
  await refused([]);
  await refused([{ ...name, field: 'phone' }]);
  const used = opener.issuePass(scope);
  await opener.open(used, [name]);
  await refused([name], used);
  const failed = opener.issuePass(scope);
  await refused([phone], failed);
  await refused([name], failed);
  await refused([name], createOpener(keys).issuePass(scope));
  await refused([name], Object.create(opener.issuePass(scope), { scope: { value: { ...scope, opens: [phone] } } }));
});

test('what a pass names cannot be changed after it was issued', async () => {
  const personId = await personWith(['name', 'phone'].map((field) => ({ field, plaintext: field })));
  const [name, phone] = (await rowsOf(personId)) as [SealedRow, SealedRow];
  const opens = [name];
  const pass = opener.issuePass({ entry: { personId, n: 1 }, opens });
  opens[0] = phone;
  await assert.rejects(opener.open(pass, [phone]), { code: 'ERR_ASSERTION' });
});

test('many that wait together open the same in a thread of their own, and one that was changed spoils no other', async () => {
  await using elsewhere = { ...openElsewhere(), [Symbol.asyncDispose]: () => elsewhere.close() };
  const away = createOpener(keys, elsewhere);
  const people = await Promise.all(
    Array.from({ length: 12 }, (_, at) =>
      personWith(['name', 'phone'].map((field) => ({ field, plaintext: `${field} of ${at}: «Їжак» 👩‍🔧` }))),
    ),
  );
  const all = await Promise.all(people.map(rowsOf));
  const openAll = (changed: number | null) =>
    Promise.allSettled(
      all.map(async (rows, at) => {
        const given = at === changed ? rows.map((row) => ({ ...row, version: 9 })) : rows;
        const pass = away.issuePass({ entry: { personId: people[at] ?? '', n: 1 }, opens: given });
        return (await away.open(pass, given)).map(({ value }) => value.unseal('comparison')).sort();
      }),
    );
  const expected = (at: number) => ['name', 'phone'].map((field) => `${field} of ${at}: «Їжак» 👩‍🔧`);
  // Twice: the first time the thread is only starting.
  for (const changed of [null, 5]) {
    const opened = await openAll(changed);
    for (const [at, one] of opened.entries()) {
      if (at === changed) assert.match(String(one.status === 'rejected' && one.reason), /another key or another place/);
      else assert.deepEqual(one.status === 'fulfilled' && one.value, expected(at));
    }
  }
  const texts = await Promise.all(all.map((rows) => elsewhere.open(keys, rows)));
  assert(
    texts.every((one) => one?.length === 2),
    'it was the thread that opened them',
  );
  // Whose thread has ended opens here.
  await elsewhere.close();
  assert.equal((await openAll(null)).filter(({ status }) => status === 'fulfilled').length, people.length);
});

test('the values of many who are made together are sealed in a thread of their own, and open like all others', async () => {
  await using elsewhere = { ...openSealElsewhere(), [Symbol.asyncDispose]: () => elsewhere.close() };
  const parts = { keys, random: systemRandom };
  const text = (of: string, at: number) => `${of} of ${at}: «Їжак» 👩‍🔧`;
  const people = Array.from({ length: 12 }, (_, at) => ({
    personId: randomUUID(),
    values: ['name', 'phone'].map((field): NewValue => ({ field, plaintext: text(field, at), origin: 'left-before' })),
  }));
  const named = people[3]?.values[1];
  assert(named !== undefined);
  Object.assign(named, { recordId: randomUUID() });
  // The second time the thread has ended, and they are sealed here.
  for (const round of [1, 2]) {
    const own = people.map(({ values }) => ({ personId: randomUUID(), values }));
    const rings = await elsewhere.seal(parts, own);
    const written = await database.db.transaction((tx) =>
      writeAll(
        tx,
        rings.map((ring) => toWrite(newKeyrings, ring)),
      ),
    );
    assert(written.every((one) => one !== undefined));
    for (const [at, { personId }] of own.entries()) {
      const rows = await rowsOf(personId);
      const pass = opener.issuePass({ entry: { personId, n: 1 }, opens: rows });
      const opened = (await opener.open(pass, rows)).map(({ value }) => value.unseal('comparison')).sort();
      assert.deepEqual(
        opened,
        ['name', 'phone'].map((field) => text(field, at)),
        `round ${round}`,
      );
      assert(rows.every(({ origin }) => origin === 'left-before'));
      if (at === 3) assert.equal(rows.find(({ field }) => field === 'phone')?.recordId, named.recordId);
    }
    await elsewhere.close();
  }
});

test("the site's own secrets are kept, replaced and forgotten without a person", async () => {
  const { db } = database;
  const secrets = createSiteSecrets({ keys, keyring });
  await db.transaction((tx) => secrets.store(tx, 'provider/demo/signing', 'first'));
  await db.transaction((tx) => secrets.store(tx, 'provider/other/signing', 'other'));
  await db.transaction((tx) => secrets.store(tx, 'provider/demo/signing', 'second'));
  const read = async (name: string) => (await secrets.read(db, name))?.unseal('hand-over');
  assert.equal(await read('provider/demo/signing'), 'second');
  assert.equal(`${await secrets.read(db, 'provider/demo/signing')}`, '‹provider/demo/signing›');
  await db.transaction((tx) => secrets.forget(tx, 'provider/demo/signing'));
  assert.equal(await read('provider/demo/signing'), undefined);
  assert.equal(await read('provider/other/signing'), 'other');
});
