import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LEFT, openTestApp, STRANGER, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { openTestDatabase } from '../../../test/testkit/database.ts';
import { openTestFolder } from '../../../test/testkit/folder.ts';
import { type App, openApp } from '../../app.ts';
import { LedgerBehind } from '../../kernel/ledger/checkpoint-memory.ts';
import { readTombstones } from '../../kernel/safekeeping/tombstone-file.ts';
import { readSettings } from '../../settings.ts';
import { personOfSession } from '../security/index.ts';
import { eraseOwnData, leaveData, register } from './index.ts';

const fileOf = (keyDir: string) => join(keyDir, 'tombstones');

const erase = (kit: TestApp, { asker, password }: TestPerson) => kit.app.gate.pass(eraseOwnData, asker, { password });

test('an erasure and a correction are in the tombstone file before they are answered', async () => {
  await using kit = await openTestApp();
  const [one, other] = [await kit.person(), await kit.person({ name: 'Другая', country: 'UA' })];
  await kit.app.gate.pass(leaveData, other.asker, { fields: { name: 'Иная' }, language: 'ru' });
  await erase(kit, one);
  const file = await readTombstones(kit.keyDir);
  assert.deepEqual(
    file?.tombstones.map(({ personId, value }) => [personId, value?.version ?? 'all']),
    [
      [other.personId, 1],
      [one.personId, 'all'],
    ],
  );
  assert.deepEqual(await kit.app.parts.db.rows('select person_id from tombstone'), []);
});

test('a forgetting that was rolled back leaves no tombstone', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  const { db, keyring, tombstones } = kit.app.parts;
  const broken = db.transaction(async (tx) => {
    await keyring.forgetPerson(tx, person.personId);
    throw new Error('broken');
  });
  await assert.rejects(broken, /broken/);
  await tombstones.settle();
  assert.equal(existsSync(fileOf(kit.keyDir)), false);
});

test('what was committed before a crash reaches the file at the next start', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  const { db, keyring } = kit.app.parts;
  await db.transaction((tx) => keyring.forgetPerson(tx, person.personId));
  assert.equal(existsSync(fileOf(kit.keyDir)), false);
  const next = await openApp(kit.app.settings, { role: 'command' });
  await next.close();
  assert.deepEqual(
    (await readTombstones(kit.keyDir))?.tombstones.map(({ personId }) => personId),
    [person.personId],
  );
});

test('an older database that was brought back by hand forgets again before it serves, and signs nothing', async () => {
  await using source = await openTestDatabase();
  using folder = openTestFolder();
  const open = (url: string) => {
    const env = { DATABASE_URL: url, DATA_DIR: join(folder.path, 'data'), KEY_DIR: join(folder.path, 'keys') };
    return openApp(readSettings({ ...env, LOG_LEVEL: 'error' }), { role: 'command' });
  };
  const first = await open(source.url);
  const fields = { name: LEFT.name, country: 'UA', phone: LEFT.phone };
  const [erased, corrected] = [
    await registerIn(first, fields),
    await registerIn(first, { name: 'Другая', country: 'UA' }),
  ];
  await first.parts.db.transaction((tx) => first.parts.siteSecrets.store(tx, 'signing/former', 'whsec_former'));
  await first.sequence();
  await first.close();
  await using older = await openTestDatabase({ template: source.name });

  const later = await open(source.url);
  const asker = async ({ token }: { token: string }) => {
    const found = await personOfSession(later.parts.db, token);
    assert(found !== undefined);
    return found;
  };
  await later.gate.pass(eraseOwnData, await asker(erased), { password: erased.password });
  const { db, siteSecrets } = later.parts;
  await db.transaction((tx) => siteSecrets.forget(tx, 'signing/former'));
  await later.gate.pass(leaveData, await asker(corrected), { fields: { name: 'Иная' }, language: 'ru' });
  await later.sequence();
  await later.close();

  const back = await open(older.url);
  try {
    assert.deepEqual(back.forgottenAgain, { erased: 1, forgotten: 2 });
    assert.equal(await back.parts.siteSecrets.read(back.parts.db, 'signing/former'), undefined);
    const left = `select field from value where person_id = $1 and field in ('name', 'country', 'phone')`;
    assert.deepEqual(await back.parts.db.rows(left, [erased.personId]), []);
    assert.deepEqual(await back.parts.db.rows(left, [corrected.personId]), [{ field: 'country' }]);
    assert.deepEqual(
      await back.parts.db.rows('select person_id from person where person_id = $1', [erased.personId]),
      [],
    );
    assert.equal(await personOfSession(back.parts.db, erased.token), undefined);
    await assert.rejects(back.sequence(), LedgerBehind);
  } finally {
    await back.close();
  }
  // What is done once is not due again.
  const again = await open(older.url);
  assert.deepEqual(again.forgottenAgain, { erased: 0, forgotten: 0 });
  await again.close();
});

async function registerIn(app: App, fields: Readonly<Record<string, unknown>>) {
  const password = randomBytes(12).toString('base64url');
  const { output } = await app.gate.pass(register, STRANGER, { fields, password, language: 'ru', policyVersion: 1 });
  const asker = await personOfSession(app.parts.db, output.session);
  assert(asker !== undefined, 'a registration makes a session');
  return { personId: asker.personId, token: output.session, password };
}
