import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ActStep } from '../../../test/faults/killed-in-act.program.ts';
import { LEFT, openTestApp, STRANGER, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { openTestDatabase } from '../../../test/testkit/database.ts';
import { openTestFolder } from '../../../test/testkit/folder.ts';
import { killedIn } from '../../../test/testkit/killed-in.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { type App, openApp } from '../../app.ts';
import { LedgerBehind } from '../../kernel/ledger/checkpoint-memory.ts';
import { fsck } from '../../kernel/ledger/fsck.ts';
import { readTombstones } from '../../kernel/safekeeping/tombstone-file.ts';
import { readSettings } from '../../settings.ts';
import { turnEpoch } from '../protection/index.ts';
import { personOfSession } from '../security/index.ts';
import { ERASURES, eraseOwnData, eraseOwnFields, leaveData, register, seeOwnData } from './index.ts';

const fileOf = (keyDir: string) => join(keyDir, 'tombstones');

const erase = (kit: TestApp, { asker, password }: TestPerson) => kit.app.gate.pass(eraseOwnData, asker, { password });

const ENDED = { name: 'Одна', country: 'UA', phone: LEFT.phone } as const;
const envOf = ({ databaseUrl, keyDir, app }: TestApp) => ({
  DATABASE_URL: databaseUrl,
  KEY_DIR: keyDir,
  DATA_DIR: app.settings.dataDir,
  LOG_LEVEL: 'error',
});
const heldOf = async ({ app }: TestApp, personId: string) =>
  (
    await app.parts.db.rows<{ field: string }>(
      `select field from value where person_id = $1 and role = 'value' and field in ('name', 'phone') order by field`,
      [personId],
    )
  ).map(({ field }) => field);
const kindsOf = async ({ app }: TestApp, personId: string) =>
  (await app.parts.db.rows<{ kind: string }>('select kind from entry where person_id = $1 order by n', [personId])).map(
    ({ kind }) => kind,
  );
/** Who is in the file, and of whom only values. */
const notedIn = async ({ keyDir }: TestApp, personId: string) =>
  (await readTombstones(keyDir))?.tombstones.filter((one) => one.personId === personId) ?? [];

/** What a server does first after whatever ended the one before it. */
async function startAgain({ app }: TestApp): Promise<void> {
  await (await openApp(app.settings, { role: 'command' })).close();
}

test('an erasure killed at any step is whole or has not happened: the next start notes it, a repeat ends it, and its last entry comes once', async () => {
  await using kit = await openTestApp();
  const erased: TestPerson[] = [];
  for (const at of ['recorded', 'done', 'committed', 'taken', 'written', 'noted'] as const satisfies ActStep[]) {
    const person = await kit.person({ name: 'Одна', country: 'UA' });
    const { password, personId, token: asker } = person;
    await killedIn(envOf(kit), { at, act: 'eraseOwnData', input: { password }, asker });
    await startAgain(kit);
    const happened = at !== 'recorded' && at !== 'done';
    assert.deepEqual(await heldOf(kit, personId), happened ? [] : ['name'], at);
    assert.equal((await kindsOf(kit, personId)).includes('eraseOwnData'), happened, at);
    assert.equal((await notedIn(kit, personId)).length > 0, happened, at);
    if (!happened) await erase(kit, person);
    erased.push(person);
  }
  await turnEpoch(kit.app.gate, { asker: { kind: 'host', by: 'test' } });
  for (const [index, at] of (['done', 'committed'] as const).entries()) {
    const personId = erased[index]?.personId;
    await killedIn(envOf(kit), { at, act: 'completeErasure', input: { personId }, asker: { kind: 'worker' } });
  }
  const { db, keys, site } = kit.app.parts;
  await db.run('update job set run_at = clock_timestamp() where done_at is null');
  await kit.app.worker.drain();
  for (const { personId } of erased) {
    assert.deepEqual((await kindsOf(kit, personId)).slice(-2), ['eraseOwnData', 'completeErasure']);
    assert.equal(
      (await notedIn(kit, personId)).every(({ value }) => value === null),
      true,
    );
  }
  await kit.app.sequence();
  assert.deepEqual((await fsck({ db, key: keys.ledger, ...site, erasureKinds: ERASURES })).problems, []);
});

test('a field whose erasure or whose end of time is killed at any step is forgotten whole or not at all, and the others open', async () => {
  await using kit = await openTestApp();
  await kit.publish((declarations) => ({
    ...declarations,
    fields: declarations.fields.map((field) => ({ ...field, retentionDays: field.id === 'phone' ? 90 : null })),
  }));
  const { db } = kit.app.parts;
  for (const act of ['eraseOwnFields', 'forgetExpired']) {
    for (const at of ['done', 'committed', 'written'] as const) {
      const person = await kit.person(ENDED);
      const { password, personId } = person;
      await db.run(`update value set created_at = created_at - interval '90 days' where person_id = $1`, [personId]);
      const input = act === 'forgetExpired' ? { personId } : { fields: ['phone'], password };
      await killedIn(envOf(kit), {
        at,
        act,
        input,
        asker: act === 'forgetExpired' ? { kind: 'worker' } : person.token,
      });
      await startAgain(kit);
      assert.deepEqual(await heldOf(kit, personId), at === 'done' ? ['name', 'phone'] : ['name'], `${act} ${at}`);
      const again = kit.app.gate.pass(eraseOwnFields, person.asker, { fields: ['phone'], password });
      await (at === 'done' ? again : assert.rejects(again, refusedAs('conflict')));
      const { output } = await kit.app.gate.pass(seeOwnData, person.asker, {});
      assert.equal(output.fields.find(({ field }) => field === 'name')?.value, ENDED.name);
      assert.equal(
        (await notedIn(kit, personId)).some(({ value }) => value !== null),
        true,
      );
    }
  }
});

test('where the file of tombstones cannot be written, who forgot something is not told "done"; all others go on, and it is written by itself', async () => {
  await using kit = await openTestApp();
  const [one, other] = [await kit.person(ENDED), await kit.person({ name: 'Другая', country: 'UA' })];
  mkdirSync(fileOf(kit.keyDir));
  const { gate } = kit.app;
  const part = { fields: ['phone'], password: one.password };
  const said = { code: 'busy', message: /^it is done, but could not yet be noted .* look then whether it is done$/ };
  await assert.rejects(gate.pass(eraseOwnFields, one.asker, part), said);
  await assert.rejects(erase(kit, one), said);
  assert.deepEqual(await heldOf(kit, one.personId), []);
  const more = { fields: { phone: LEFT.phone }, language: 'ru', password: other.password };
  await gate.pass(leaveData, other.asker, more);
  await kit.app.sequence();
  const todo = kit.logged.filter((line) => line.includes('tombstones-wait'));
  assert.equal(todo.length, 1, 'said once');
  assert.match(todo[0] ?? '', /tombstones cannot be read \(EISDIR\)/);
  rmdirSync(fileOf(kit.keyDir));
  await kit.app.sequence();
  assert.deepEqual(
    (await notedIn(kit, one.personId)).map(({ value }) => value === null),
    [false, true],
  );
});

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

  // Who brings it back is killed while it forgets again, and once more when it has forgotten the first of the three.
  const env = { DATABASE_URL: older.url, DATA_DIR: join(folder.path, 'data'), KEY_DIR: join(folder.path, 'keys') };
  for (const at of ['done', 'committed'] as const) await killedIn(env, { at, act: null, input: {}, asker: '' });
  const back = await open(older.url);
  try {
    assert.equal(back.forgottenAgain.erased + back.forgottenAgain.forgotten, 2);
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
