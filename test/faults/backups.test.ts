import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readRuns } from '../../src/kernel/safekeeping/runs/store.ts';
import { scheduleBackups } from '../../src/kernel/safekeeping/scheduled-backups.ts';
import { seeOwnData } from '../../src/promises/agreement/index.ts';
import { type BackupKit, openBackupKit, signInAgain } from '../testkit/backups.ts';
import { builtProgram, startProgram } from '../testkit/process.ts';

let site: BackupKit;
before(async () => {
  site = await openBackupKit();
});
after(() => site[Symbol.asyncDispose]());

const STEPS = ['data', 'keys', 'recording'] as const;
const recipientOf = (kit: BackupKit) => kit.env.BACKUP_RECIPIENT ?? '';
const freshFolder = () => mkdtempSync(join(site.folder, 'kept-'));

async function killedAt(order: Readonly<Record<string, string>>): Promise<void> {
  const program = builtProgram('test/faults/killed-at.program.ts');
  const { signal, stderr } = await startProgram(program, [JSON.stringify(order)]).ended;
  assert.equal(signal, 'SIGKILL', stderr);
}

const lastRun = async () => (await readRuns(site.kit.app.parts.db, 1))[0];

/** A schedule over this folder, as a running server has it. */
function scheduled(folder: string, { hours = 24, keep = 30 } = {}) {
  const { db, random, log } = site.kit.app.parts;
  const { sequence } = site.kit.app;
  const parts = { db, random, log, sequence, keyDir: site.kit.keyDir, recipient: recipientOf(site), program: 'test' };
  return scheduleBackups({ ...parts, folder, hours, keep });
}

const kindsIn = (folder: string) =>
  readdirSync(folder)
    .map((name) => name.replace(/^kristalux-\w+\./, ''))
    .sort();

test('a backup that is killed at any step leaves nothing behind the next one, and the console says that it was', async () => {
  await site.person();
  for (const at of STEPS) {
    const folder = freshFolder();
    const { databaseUrl, keyDir } = site.kit;
    await killedAt({ what: 'backup', at, databaseUrl, keyDir, folder, recipient: recipientOf(site) });
    assert.equal((await lastRun())?.endedAt, null, 'the attempt is known before its first byte');
    assert(kindsIn(folder).length > 0, 'something was begun');
    const told = await site.run(['backup', folder]);
    assert.equal(told.code, 0, told.err);
    assert.deepEqual(kindsIn(folder), ['data.age', 'keys.age'], 'what was begun is gone, what was made is whole');
    const interrupted = (await readRuns(site.kit.app.parts.db, 2))[1];
    assert.match(interrupted?.failure ?? '', /interrupted/);
  }
});

test('a restore that is killed at any step leaves an empty database, and the same restore then brings everything back', async () => {
  const person = await site.person();
  const pair = await site.backUp();
  for (const at of STEPS) {
    const place = await site.freshPlace();
    const databaseUrl = place.DATABASE_URL ?? '';
    const keyDir = place.KEY_DIR ?? '';
    const paths = { dataPath: pair.data, keyPath: pair.keys, identity: site.identity };
    await killedAt({ what: 'restore', at, databaseUrl, keyDir, ...paths });
    const args = ['restore', pair.data, '--keys', pair.keys, '--identity', site.identityPath, '--ledger-lost'];
    const told = await site.run(args, place);
    assert.equal(told.code, 0, `${at}: ${told.err}`);
    const app = await site.open(place);
    const { output } = await app.gate.pass(seeOwnData, await signInAgain(app, person), {});
    assert.equal(output.fields.find(({ field }) => field === 'phone')?.value, person.phone);
  }
});

test('a full disk while backing up: one sentence says what to do, earlier backups stay, and nothing half-written does', async () => {
  const folder = freshFolder();
  assert.equal((await site.run(['backup', folder])).code, 0);
  const before = readdirSync(folder);
  // The kernel refuses to write beyond this size as it does on a full disk.
  const through = ['sh', '-c', 'trap "" XFSZ; ulimit -f 4; exec "$@"', 'sh'];
  const { databaseUrl, keyDir } = site.kit;
  const order = { what: 'backup', at: 'never', databaseUrl, keyDir, folder, recipient: recipientOf(site) };
  const program = builtProgram('test/faults/killed-at.program.ts');
  const { code, stderr } = await startProgram(program, [JSON.stringify(order)], { through }).ended;
  assert.equal(code, 1, stderr);
  assert.match(stderr, /could not be written to .*: the disk is full: make room there or name another folder/);
  assert.deepEqual(readdirSync(folder), before);
  assert.match((await lastRun())?.failure ?? '', /the disk is full/);
});

test('a full disk under the keys while bringing back: one sentence says what to do, the database stays empty, and the same restore then works', async () => {
  const person = await site.person();
  const pair = await site.backUp();
  const place = await site.freshPlace();
  const { DATABASE_URL: databaseUrl = '', KEY_DIR: keyDir = '' } = place;
  const paths = { dataPath: pair.data, keyPath: pair.keys, identity: site.identity };
  const order = { what: 'restore', at: 'never', databaseUrl, keyDir, ...paths };
  const program = builtProgram('test/faults/killed-at.program.ts');
  const through = ['sh', '-c', 'ulimit -f 0; exec "$@"', 'sh'];
  const full = await startProgram(program, [JSON.stringify(order)], { through }).ended;
  assert.equal(full.code, 1, full.stderr);
  assert.match(full.stderr, /KEY_DIR \(.*\) cannot be written \(EFBIG\): make room there, and do the same again/);
  const told = await site.run(
    ['restore', pair.data, '--keys', pair.keys, '--identity', site.identityPath, '--ledger-lost'],
    place,
  );
  assert.equal(told.code, 0, told.err);
  const app = await site.open(place);
  const { output } = await app.gate.pass(seeOwnData, await signInAgain(app, person), {});
  assert.equal(output.fields.find(({ field }) => field === 'phone')?.value, person.phone);
});

test('a place that cannot be written to is named, and the console keeps the sentence', async () => {
  const file = join(site.folder, 'a-file');
  writeFileSync(file, 'no folder');
  const { code, err } = await site.run(['backup', join(file, 'backups')]);
  assert.equal(code, 1);
  assert.match(err, /^the backup could not be written to .*a-file\/backups \(ENOTDIR\): there is no such folder/);
  assert.equal((await lastRun())?.failure, err);
  await site.kit.app.parts.db.run('delete from backup_run');
});

test('a server makes a backup when one is due, not before, and not again at once after a failure', async () => {
  const folder = freshFolder();
  await scheduled(folder).look();
  assert.deepEqual(kindsIn(folder), ['data.age', 'keys.age']);
  await scheduled(folder).look();
  assert.equal(readdirSync(folder).length, 2, 'a day has not passed');
  const { db } = site.kit.app.parts;
  await db.run(`update key_check set made_at = made_at - interval '2 days'`);
  await db.run(`update backup set made_at = made_at - interval '25 hours' where folder = $1`, [folder]);
  await scheduled(folder).look();
  assert.equal(readdirSync(folder).length, 4);

  const nowhere = join(site.folder, 'a-file', 'backups');
  await scheduled(nowhere).look();
  await scheduled(nowhere).look();
  const tries = await db.rows('select run_id from backup_run where folder = $1', [nowhere]);
  assert.equal(tries.length, 1, 'it is tried again in an hour');
  assert(site.kit.logged.some((line) => line.includes('backup-failed')));
});

test('the keys of a new epoch are backed up at once, and then no key backup of the former one stays', async () => {
  const folder = freshFolder();
  await scheduled(folder).look();
  const [former] = readdirSync(folder).filter((name) => name.endsWith('keys.age'));
  const { db } = site.kit.app.parts;
  await db.run(`update backup set made_at = made_at - interval '2 minutes' where folder = $1`, [folder]);
  await db.run(`update key_check set made_at = clock_timestamp() - interval '1 minute' where name like 'epoch-%'`);
  await scheduled(folder).look();
  const keys = readdirSync(folder).filter((name) => name.endsWith('keys.age'));
  assert.equal(keys.length, 1);
  assert.equal(keys.includes(former ?? ''), false);
});

test('a key backup is destroyed by its date, older data backups as they are replaced, and one carried elsewhere stays listed', async () => {
  const folder = freshFolder();
  const { db } = site.kit.app.parts;
  for (let count = 0; count < 3; count += 1) assert.equal((await site.run(['backup', folder])).code, 0);
  await scheduled(folder, { keep: 2 }).look();
  assert.deepEqual(kindsIn(folder), ['data.age', 'data.age', 'keys.age', 'keys.age']);

  await db.run(`update backup set destroy_by = clock_timestamp() where kind = 'keys' and folder = $1`, [folder]);
  const carried = freshFolder();
  assert.equal((await site.run(['backup', carried])).code, 0);
  const [away = ''] = readdirSync(carried).filter((name) => name.endsWith('keys.age'));
  mkdirSync(join(carried, 'elsewhere'));
  renameSync(join(carried, away), join(carried, 'elsewhere', away));
  await db.run(`update backup set destroy_by = clock_timestamp() where file_name = $1`, [away]);
  await scheduled(folder, { keep: 2 }).look();
  await scheduled(carried).look();
  assert.deepEqual(kindsIn(folder), ['data.age', 'data.age']);
  const { backups } = JSON.parse((await site.run(['keys', 'status', '--json'])).out) as {
    backups: { fileName: string; overdue: boolean }[];
  };
  assert.equal(backups.find(({ fileName }) => fileName === away)?.overdue, true);
  assert.equal(
    backups.some(({ fileName }) => existsSync(join(folder, fileName))),
    false,
  );
});

test('the drill as one command takes the newest whole pair of the folder; a damaged one is named and not remembered', async () => {
  const folder = freshFolder();
  const args = ['backup', 'drill', folder, '--identity', site.identityPath, '--json'];
  assert.match((await site.run(args)).err, /holds no data backup with the key backup of the same instant/);
  assert.equal((await site.run(['backup', folder])).code, 0);
  const [data = ''] = readdirSync(folder).filter((name) => name.endsWith('data.age'));
  // A newer data backup without its keys is passed over.
  writeFileSync(join(folder, 'kristalux-29990101T000000000Z.data.age'), 'alone');
  const told = await site.run(args);
  assert.equal(told.code, 0, told.err);
  assert.equal(JSON.parse(told.out).recorded, true);
  writeFileSync(join(folder, data), readFileSync(join(folder, data)).subarray(0, -50));
  const broken = await site.run(args);
  assert.equal(broken.code, 1);
  assert.match(broken.err, /truncated|damaged/);
});

test('two backups at once: the second is told to wait, and the first is whole', async () => {
  const { db } = site.kit.app.parts;
  await db.transaction(async (tx) => {
    await tx.run(`select pg_advisory_xact_lock(hashtextextended('kristalux/backup', 0))`);
    const { code, err } = await site.run(['backup', freshFolder()]);
    assert.equal(code, 1);
    assert.match(err, /another backup is being made here/);
  });
});
