import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LEFT, openTestApp, type TestApp } from '../../../../test/testkit/app.ts';
import { killedIn } from '../../../../test/testkit/killed-in.ts';
import { startProgram } from '../../../../test/testkit/process.ts';
import { openApp } from '../../../app.ts';
import { readTombstones } from '../../../kernel/safekeeping/tombstone-file.ts';
import { KeyFileError } from '../../../kernel/vault/key-file.ts';
import { root } from '../../../root.ts';
import { eraseOwnData, requestErasure, seeOwnData } from '../../agreement/index.ts';
import { turnEpoch } from '../index.ts';

const host = { kind: 'host', by: 'test' } as const;
const epochsOf = ({ keyDir }: TestApp) =>
  readdirSync(keyDir)
    .filter((name) => name.startsWith('epoch-'))
    .sort();
const nameOf = async ({ app }: TestApp, { asker }: Awaited<ReturnType<TestApp['person']>>) =>
  (await app.gate.pass(seeOwnData, asker, {})).output.fields.find(({ field }) => field === 'name')?.value;
const command = ({ databaseUrl, keyDir, app }: TestApp, args: readonly string[], through: readonly string[] = []) =>
  startProgram(join(root, 'bin/kristalux.mjs'), args, {
    env: { DATABASE_URL: databaseUrl, KEY_DIR: keyDir, DATA_DIR: app.settings.dataDir },
    through,
  });
const rotate = (kit: TestApp, through: readonly string[] = []) => command(kit, ['keys', 'rotate', '--json'], through);
/** No byte can be written to any file: what a full disk is to a process, whoever runs it. Pipes and sockets go on. */
const FULL_DISK = ['/bin/sh', '-c', 'trap "" XFSZ; ulimit -f 0; exec "$0" "$@"'];

test('a full disk stops a turning before it begins, in one sentence; with room again it turns', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  // The program is built, if it was not, while there is room.
  assert.equal((await rotate(kit).ended).code, 0);
  const full = await rotate(kit, FULL_DISK).ended;
  assert.equal(full.code, 1, full.stderr);
  assert.match(full.stderr, /^the key file \S+epoch-0003\.key cannot be written \(EFBIG\)$/m);
  assert.deepEqual(epochsOf(kit), ['epoch-0002.key']);
  assert.equal(await nameOf(kit, person), LEFT.name);
  const again = await rotate(kit).ended;
  assert.equal(again.code, 0, again.stderr);
  assert.deepEqual(epochsOf(kit), ['epoch-0003.key']);
  assert.equal(await nameOf(kit, person), LEFT.name);
});

test('a full disk just when an erasure is noted outside the database: it is done and not called done, and is noted once there is room', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  const { personId } = person;
  await kit.app.gate.pass(requestErasure, person.asker, {});
  const full = await command(kit, ['person', 'erase', personId], FULL_DISK).ended;
  assert.equal(full.code, 1, full.stderr);
  assert.match(full.stderr, /^it is done, but could not yet be noted where it outlives the loss of the database/m);
  assert.match(full.stderr, /tombstones cannot be written \(EFBIG\): make room there/);
  const { db } = kit.app.parts;
  assert.deepEqual(await db.rows('select 1 as one from value where person_id = $1', [personId]), []);
  assert.equal((await readTombstones(kit.keyDir))?.tombstones.length ?? 0, 0);
  // Any process of the site writes it down.
  await kit.app.sequence();
  const noted = (await readTombstones(kit.keyDir))?.tombstones ?? [];
  assert.ok(noted.some((one) => one.personId === personId && one.value === null));
});

test('a process that turns is killed by the system: the next one ends it, and the server beside both serves on', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  await using killed = rotate(kit);
  await killed.said(/"step":"begun"/);
  killed.kill('SIGKILL');
  await killed.ended;
  assert.equal(await nameOf(kit, person), LEFT.name);
  const next = await rotate(kit).ended;
  assert.equal(next.code, 0, next.stderr);
  assert.equal(epochsOf(kit).length, 1);
  assert.equal(await nameOf(kit, person), LEFT.name);
});

test('killed before any of its acts is committed, a turning has lost nobody and is ended by the next one', async () => {
  await using kit = await openTestApp();
  const people = [await kit.person(), await kit.person({ name: 'Другая', country: 'UA' })];
  const { databaseUrl, keyDir, app } = kit;
  const env = { DATABASE_URL: databaseUrl, KEY_DIR: keyDir, DATA_DIR: app.settings.dataDir };
  // It begins the epoch, wraps the keys of everybody by it, finds nobody left, and ends the former one.
  for (const skip of [0, 1, 2, 3]) {
    await killedIn(env, { at: 'done', act: 'turnEpoch', skip, input: {}, asker: host });
    assert.equal(epochsOf(kit).length, 2);
    assert.deepEqual([await nameOf(kit, people[0]!), await nameOf(kit, people[1]!)], [LEFT.name, 'Другая']);
    await turnEpoch(app.gate, { asker: host });
    assert.equal(epochsOf(kit).length, 1);
  }
  assert.deepEqual([await nameOf(kit, people[0]!), await nameOf(kit, people[1]!)], [LEFT.name, 'Другая']);
});

test('a key that is lost or exchanged in the middle of a turning stops the start and is named; brought back, it goes on', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  const killed = turnEpoch(kit.app.gate, {
    asker: host,
    hear: () => {
      throw new Error('killed');
    },
  });
  await assert.rejects(killed, /killed/);
  for (const name of ['epoch-0001', 'epoch-0002']) {
    const path = join(kit.keyDir, `${name}.key`);
    const kept = readFileSync(path, 'utf8');
    const start = (pattern: RegExp) =>
      assert.rejects(openApp(kit.app.settings, { role: 'command' }), (error: Error) => {
        assert.ok(error instanceof KeyFileError);
        assert.match(error.message, pattern);
        return true;
      });
    rmSync(path);
    await start(new RegExp(`${name}\\.key is missing and the database needs it`));
    writeFileSync(path, readFileSync(join(kit.keyDir, 'sign-in.key'), 'utf8'), { mode: 0o600 });
    await start(new RegExp(`${name}\\.key holds the key sign-in: it was renamed`));
    writeFileSync(path, kept, { mode: 0o600 });
  }
  await turnEpoch(kit.app.gate, { asker: host });
  assert.deepEqual(epochsOf(kit), ['epoch-0002.key']);
  assert.equal(await nameOf(kit, person), LEFT.name);
});

for (const table of ['value_key', 'person', 'tombstone']) {
  test(`an erasure that breaks at the table ${table} has erased nothing, and works when it is asked for again`, async () => {
    await using kit = await openTestApp();
    const person = await kit.person();
    const { db } = kit.app.parts;
    await db.run(`create function broken() returns trigger language plpgsql as $$ begin raise 'broken'; end $$`);
    await db.run(`create trigger broken before insert or delete on ${table} execute function broken()`);
    const erase = () => kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
    await assert.rejects(erase());
    assert.equal(await nameOf(kit, person), LEFT.name);
    await db.run(`drop trigger broken on ${table}`);
    await erase();
    assert.deepEqual(await db.rows('select 1 as one from value where person_id = $1', [person.personId]), []);
  });
}
