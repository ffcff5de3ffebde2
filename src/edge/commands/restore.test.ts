import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, test } from 'node:test';
import { LEFT, type TestPerson } from '../../../test/testkit/app.ts';
import { type BackupKit, openBackupKit, type Pair, signInAgain, type Told } from '../../../test/testkit/backups.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { jobsMade } from '../../../test/testkit/waiting-jobs.ts';
import { type App, openApp } from '../../app.ts';
import { fsck } from '../../kernel/ledger/fsck.ts';
import { writeAgeFile } from '../../kernel/safekeeping/age-file.ts';
import { type BackupHeader, writeContainer } from '../../kernel/safekeeping/container.ts';
import { openBackup } from '../../kernel/safekeeping/restore.ts';
import { ERASURES, eraseOwnData, leaveData, seeOwnData, seeOwnHistory } from '../../promises/agreement/index.ts';
import { sealOwnData, unsealOwnData } from '../../promises/use/index.ts';
import { readSettings } from '../../settings.ts';
import { serve } from '../serve.ts';

let site: BackupKit;
before(async () => {
  site = await openBackupKit();
});
after(() => site[Symbol.asyncDispose]());

const NEW_PHONE = '+380671112233';

async function correctPhone({ asker, password }: TestPerson): Promise<void> {
  await site.kit.app.gate.pass(leaveData, asker, { fields: { phone: NEW_PHONE }, language: 'ru', password });
}

async function erase({ asker, password }: TestPerson): Promise<void> {
  await site.kit.app.gate.pass(eraseOwnData, asker, { password });
}

/** Field → value, as the person sees them after signing in again. */
async function valuesOf(app: App, person: TestPerson): Promise<Readonly<Record<string, string>>> {
  const { output } = await app.gate.pass(seeOwnData, await signInAgain(app, person), {});
  return Object.fromEntries(output.fields.map(({ field, value }) => [field, value]));
}

async function ledgerProblems(app: App): Promise<readonly string[]> {
  await app.sequence();
  const { db, keys, site: here } = app.parts;
  return (await fsck({ db, key: keys.ledger, ...here, erasureKinds: ERASURES })).problems;
}

/** What a restored site shows to everybody. */
async function shownBy(place: Readonly<Record<string, string>>) {
  const opened = await openApp(readSettings({ ...place, PORT: '0' }), { role: 'command' });
  const { address, stop } = await serve(opened);
  try {
    const [earlier] = (await (await fetch(`${address}/ledger/earlier`)).json()) as {
      origin: string;
      checkpoint: string;
    }[];
    return { earlier, page: await (await fetch(`${address}/policy?lang=en`)).text() };
  } finally {
    await stop();
  }
}

const restoring = ({ data, keys }: Pair, ...more: readonly string[]) =>
  ['restore', data, '--keys', keys, '--identity', site.identityPath, ...more] as const;

/** As if the disk with `KEY_DIR` had survived the loss of the database. */
function keptKeys(): string {
  const kept = mkdtempSync(join(site.folder, 'kept-'));
  cpSync(site.kit.keyDir, kept, { recursive: true });
  return kept;
}

function refused({ code, err }: Told, sentence: RegExp): void {
  assert.equal(code, 1, err);
  assert.match(err, sentence);
  assert.equal(err.split('\n').length, 1, 'one sentence');
}

test('both folders lost: data backup and key backup bring every value back, and the ledger says what it lost', async () => {
  const person = await site.person();
  const pair = await site.backUp();
  await site.person();
  const place = await site.freshPlace();
  refused(await site.run(restoring(pair), place), /nobody can tell what was signed after the backup.*--ledger-lost/);
  const told = await site.run(restoring(pair, '--ledger-lost', '--json'), place);
  assert.equal(told.code, 0, told.err);
  const report = JSON.parse(told.out);
  assert.deepEqual(report.ledgerProblems, []);
  assert.equal(report.valuesForgotten, 0);

  const status = JSON.parse((await site.run(['keys', 'status', '--json'], place)).out);
  const known = status.backups.find(({ fileName }: { fileName: string }) => fileName === basename(pair.keys));
  assert.equal(known?.destroyBy, pair.json[1]?.destroyBy, 'the key backup that was used still has to go by its date');

  const app = await site.open(place);
  const { country, ...values } = await valuesOf(app, person);
  assert.equal(country, LEFT.country);
  assert.equal(values.phone, person.phone);
  assert.equal(values.name, LEFT.name);
  assert.notEqual(app.parts.site.origin, site.kit.app.parts.site.origin);
  assert.equal(app.parts.site.origin, report.newOrigin);
  const row = await app.parts.db.row<{ kind: string }>(
    'select e.kind from entry e join earlier_ledger l on l.entry = e.n where e.person_id = $1 and l.origin = $2',
    [app.parts.site.siteId, site.kit.app.parts.site.origin],
  );
  assert.equal(row?.kind, 'continueLedger');
  assert.deepEqual(await ledgerProblems(app), []);
});

test('everybody can see when the last good backup was, and that a ledger was lost', async () => {
  const pair = await site.backUp();
  const place = await site.freshPlace();
  await site.run(restoring(pair, '--ledger-lost'), place);
  const { earlier, page } = await shownBy(place);
  assert.equal(earlier?.origin, site.kit.app.parts.site.origin);
  assert(earlier.checkpoint.startsWith(`${earlier.origin}\n`), 'the last known note of the lost ledger is kept');
  assert.match(page, /last verified backup of the keys/);
  assert(page.includes(`a former ledger ended, part of it is lost (${earlier.origin})`));
});

test('the database lost, the keys alive: who was erased and what was corrected after the backup does not come back', async () => {
  const [erased, corrected, other] = [await site.person(), await site.person(), await site.person()];
  const pair = await site.backUp();
  await erase(erased);
  await correctPhone(corrected);
  await site.kit.app.sequence();
  const place = await site.freshPlace(keptKeys());
  refused(await site.run(restoring(pair), place), /ends at \d+ entries, but \d+ were signed .*--ledger-lost/);
  const told = await site.run(restoring(pair, '--ledger-lost', '--json'), place);
  assert.equal(told.code, 0, told.err);
  const report = JSON.parse(told.out);
  assert.equal(report.forgottenAgain.erased, 1);
  assert.equal(report.forgottenAgain.forgotten, 1);

  const app = await site.open(place);
  await assert.rejects(valuesOf(app, erased), refusedAs('unauthenticated'));
  const left = await app.parts.db.rows(
    'select field from value where person_id = $1 union all select body from entry where person_id = $1 and body is not null and kind <> $2',
    [erased.personId, 'repeatErasure'],
  );
  assert.deepEqual(left, []);
  const { phone, name } = await valuesOf(app, corrected);
  assert.deepEqual({ phone, name }, { phone: undefined, name: LEFT.name });
  assert.equal((await valuesOf(app, other)).phone, other.phone);
  const history = await app.gate.pass(seeOwnHistory, await signInAgain(app, corrected), {});
  assert(
    history.output.entries.some(({ kind }) => kind === 'repeatForgetting'),
    'the person can see it',
  );
  assert.deepEqual(await ledgerProblems(app), []);
});

test('an old data backup with the keyring of today opens all the rest, and nothing of what was corrected or erased', async () => {
  const [erased, corrected, other] = [await site.person(), await site.person(), await site.person()];
  const old = await site.backUp();
  const held = await site.kit.app.parts.db.rows('select field from value where person_id = $1', [erased.personId]);
  await erase(erased);
  await correctPhone(corrected);
  const today = await site.backUp();
  const place = await site.freshPlace();
  const told = await site.run(restoring({ ...old, keys: today.keys }, '--ledger-lost', '--json'), place);
  assert.equal(told.code, 0, told.err);
  // All that the erased person had left, and one phone number.
  assert.equal(JSON.parse(told.out).valuesForgotten, held.length + 1);
  const app = await site.open(place);
  await assert.rejects(valuesOf(app, erased), refusedAs('unauthenticated'));
  assert.equal((await valuesOf(app, corrected)).phone, undefined);
  assert.equal((await valuesOf(app, corrected)).name, LEFT.name);
  assert.equal((await valuesOf(app, other)).phone, other.phone);
  assert.deepEqual(await ledgerProblems(app), []);
});

test('nothing signed since the backup: the ledger continues under its name and waiting jobs are still done', async () => {
  await site.person();
  await site.kit.app.parts.db.run(
    `insert into job (job_id, kind, run_at) values (gen_random_uuid(), 'waiting-for-nothing', 'infinity')`,
  );
  const pair = await site.backUp();
  const place = await site.freshPlace(keptKeys());
  const told = await site.run(restoring(pair, '--json'), place);
  assert.equal(told.code, 0, told.err);
  const app = await site.open(place);
  assert.equal(app.parts.site.origin, site.kit.app.parts.site.origin);
  const open = `select job_id from job where kind = 'waiting-for-nothing' and failed_at is null and done_at is null`;
  assert.equal((await app.parts.db.rows(open)).length, 1);
  assert.deepEqual(await ledgerProblems(app), []);
});

test('where something may have happened after the backup no waiting job is done a second time', async () => {
  const pair = await site.backUp();
  const place = await site.freshPlace();
  assert.equal((await site.run(restoring(pair, '--ledger-lost'), place)).code, 0);
  const app = await site.open(place);
  const open = 'select kind from job where failed_at is null and done_at is null and kind = any($1)';
  // What only looks whether something is due by now goes on.
  const waiting = await app.parts.db.rows<{ kind: string }>(open, [await jobsMade(app.parts.db)]);
  const looking = ['complete-erasure', 'forget-evidence'];
  assert.deepEqual(
    waiting.filter(({ kind }) => !looking.includes(kind)),
    [],
  );
});

test('a lost KEY_DIR comes back beside the living database, and what was erased meanwhile stays erased', async () => {
  const [erased, other] = [await site.person(), await site.person()];
  const { keys } = await site.backUp();
  await erase(erased);
  const lost = mkdtempSync(join(site.folder, 'lost-'));
  const env = { ...site.env, KEY_DIR: join(lost, 'keys') };
  refused(await site.run(['ledger', 'fsck'], env), /key file .* is missing and the database needs it/);
  const told = await site.run(['restore', '--keys', keys, '--identity', site.identityPath], env);
  assert.equal(told.code, 0, told.err);
  const app = await site.open(env);
  assert.equal((await valuesOf(app, other)).phone, other.phone);
  await assert.rejects(valuesOf(app, erased), refusedAs('unauthenticated'));
  assert.deepEqual(await ledgerProblems(app), []);
});

test('a restore into an empty folder starts its own database and leaves a whole site in it', async () => {
  const person = await site.person();
  const pair = await site.backUp();
  const { DATABASE_URL: _, ...place } = await site.freshPlace();
  const told = await site.run(restoring(pair, '--ledger-lost'), place);
  assert.equal(told.code, 0, told.err);
  assert.match(told.out, /Remove the identity file from this machine now/);
  const app = await site.open(place);
  assert.equal((await valuesOf(app, person)).phone, person.phone);
  refused(await site.run(restoring(pair, '--ledger-lost'), place), /belongs to a site already/);
});

test('a drill brings everything back in a place that is thrown away, and the site remembers it', async () => {
  await site.person();
  const pair = await site.backUp();
  const told = await site.run(restoring(pair, '--drill', '--json'));
  assert.equal(told.code, 0, told.err);
  const report = JSON.parse(told.out);
  assert.equal(report.recorded, true);
  assert.equal(report.valuesForgotten, 0);
  const row = await site.kit.app.parts.db.row<{ values: number }>(
    'select values_opened as values from restore_drill order by at desc limit 1',
  );
  assert.equal(row?.values, report.valuesKept);
  assert.deepEqual([report.valuesOpened, report.valuesBroken, report.good], [report.valuesKept, 0, true]);
  assert.deepEqual(
    readdirSync(tmpdir()).filter((name) => name.startsWith('kristalux-drill-')),
    [],
  );
  const elsewhere = await site.run(restoring(pair, '--drill', '--json'), await site.freshPlace());
  assert.equal(JSON.parse(elsewhere.out).recorded, false);
});

test('a data backup holds no key and no backup holds a readable value', async () => {
  const person = await site.person();
  const { data, keys } = await site.backUp();
  const content = async (path: string, kind: BackupHeader['kind']) => {
    const pieces: Uint8Array[] = [];
    const { header, sections } = await openBackup(path, site.identity, kind);
    for await (const section of sections()) for await (const piece of section.content) pieces.push(piece);
    return { header, bytes: Buffer.concat(pieces) };
  };
  const inData = await content(data, 'data');
  const inKeys = await content(keys, 'keys');
  const wrapped = await site.kit.app.parts.db.rows<{ wrapped: Buffer }>(
    'select wrapped from value_key where person_id = $1 union all select wrapped from person_key where person_id = $1',
    [person.personId],
  );
  assert(wrapped.length > 5);
  for (const { wrapped: key } of wrapped) {
    assert.equal(inData.bytes.includes(key), false, 'no key in a data backup');
    assert.equal(inKeys.bytes.includes(key), true, 'every key in a key backup');
  }
  for (const text of [LEFT.name, person.phone, '@example.org', LEFT.address.street]) {
    for (const bytes of [inData.bytes, readFileSync(data), readFileSync(keys)])
      assert.equal(bytes.includes(text), false);
  }
  const tables = inData.header.sections.flatMap((section) => ('table' in section ? [section.table] : []));
  assert(tables.includes('value') && tables.includes('entry') && !tables.includes('value_key'));
  assert.deepEqual(
    inKeys.header.sections.flatMap((section) => ('file' in section ? [section.file] : [])),
    readdirSync(site.kit.keyDir).sort(),
  );
});

test('a backup is recorded only when it was read back, with its digest and the date by which the keys must be gone', async () => {
  const { data, json } = await site.backUp();
  const rows = await site.kit.app.parts.db.rows<{ digest: Buffer; kind: string; destroyBy: Date | null }>(
    'select digest, kind, destroy_by as "destroyBy" from backup order by made_at desc, kind limit 2',
  );
  assert.deepEqual(
    rows.map(({ digest }) => digest.toString('hex')),
    json.map(({ sha256 }) => sha256),
  );
  assert.deepEqual(
    rows.map(({ destroyBy }) => destroyBy === null),
    [true, false],
  );
  assert.equal(readdirSync(join(data, '..')).length, 2, 'nothing half-written lies beside it');
  const { out } = await site.run(['keys', 'status', '--json']);
  const status = JSON.parse(out);
  assert.equal(status.backups[0].destroyBy, json[1]?.destroyBy);
  assert.deepEqual(
    status.keys.map(({ name }: { name: string }) => name),
    ['epoch-0001', 'index', 'index-0001', 'ledger', 'pseudonym', 'sign-in', 'stop-list'],
  );
});

test('what a person has sealed comes back sealed, and opens with the key that the person alone has', async () => {
  const person = await site.person();
  const { output } = await site.kit.app.gate.pass(sealOwnData, person.asker, { password: person.password });
  const pair = await site.backUp();
  const place = await site.freshPlace();
  const told = await site.run(restoring(pair, '--ledger-lost', '--json'), place);
  assert.equal(told.code, 0, told.err);
  const app = await site.open(place);
  assert.deepEqual(await valuesOf(app, person), {});
  await app.gate.pass(unsealOwnData, await signInAgain(app, person), { key: output.key });
  assert.equal((await valuesOf(app, person)).phone, person.phone);
});

test('without a recipient nothing is backed up, and never into the folders that it saves', async () => {
  const { BACKUP_RECIPIENT: _, ...without } = site.env;
  const folder = join(site.folder, 'none');
  refused(await site.run(['backup', folder], without), /BACKUP_RECIPIENT is not set/);
  assert.equal(existsSync(folder), false);
  refused(await site.run(['backup', join(site.kit.keyDir, 'copies')]), /in DATA_DIR or KEY_DIR/);
  refused(
    await site.run(['backup', folder], { ...site.env, BACKUP_RECIPIENT: `age1${'q'.repeat(58)}` }),
    /BACKUP_RECIPIENT/,
  );
  assert.equal((await site.run(['backup', folder, 'another'])).code, 2);
  assert.equal((await site.run(['backup', 'drill', folder])).code, 2, 'a drill needs the identity');
});

test('a truncated, foreign, newer or mistaken backup is refused in one sentence, and nothing of it stays', async () => {
  const pair = await site.backUp();
  const place = await site.freshPlace();
  const cut = join(site.folder, 'cut.age');
  for (const keep of [0.99, 0.5, 0.001]) {
    const whole = readFileSync(pair.data);
    writeFileSync(cut, whole.subarray(0, Math.floor(whole.length * keep)));
    refused(await site.run(restoring({ ...pair, data: cut }, '--ledger-lost'), place), /truncated|damaged/);
  }
  const flipped = readFileSync(pair.data);
  flipped[flipped.length - 100] = (flipped[flipped.length - 100] ?? 0) ^ 1;
  writeFileSync(cut, flipped);
  refused(await site.run(restoring({ ...pair, data: cut }, '--ledger-lost'), place), /truncated|damaged/);
  writeFileSync(cut, 'no backup at all');
  refused(await site.run(restoring({ ...pair, data: cut }, '--ledger-lost'), place), /no backup of Kristalux/);
  refused(await site.run(restoring({ ...pair, data: join(site.folder, 'absent') }, '--ledger-lost'), place), /ENOENT/);
  refused(await site.run(restoring({ ...pair, data: pair.keys }, '--ledger-lost'), place), /is a key backup/);
  assert.equal((await site.run(['restore', pair.data], place)).code, 2);

  const { header } = await openBackup(pair.data, site.identity, 'data');
  const made = async (change: Partial<BackupHeader>) => {
    const path = join(site.folder, 'made.age');
    rmSync(path, { force: true });
    const source = writeContainer({ ...header, sections: [], ...change }, async function* () {});
    await writeAgeFile(path, [site.env.BACKUP_RECIPIENT ?? ''], source);
    return await site.run(restoring({ ...pair, data: path }, '--ledger-lost'), place);
  };
  refused(await made({ migrations: [...header.migrations, 9999], program: '9.9.9' }), /newer Kristalux \(9\.9\.9\)/);
  refused(await made({ siteId: '00000000-0000-4000-8000-000000000000' }), /two different sites/);
  refused(await made({ madeAt: '2999-01-01T00:00:00.000Z' }), /older than the data backup/);

  const stranger = await openBackupKit();
  try {
    const args = ['restore', pair.data, '--keys', pair.keys, '--identity', stranger.identityPath, '--ledger-lost'];
    refused(await site.run(args, place), /another recipient/);
    refused(
      await site.run(restoring(pair, '--ledger-lost'), { ...place, KEY_DIR: stranger.kit.keyDir }),
      /KEY_DIR .* holds another/,
    );
    refused(
      await stranger.run(['restore', '--keys', pair.keys, '--identity', site.identityPath]),
      /is of another site than this database/,
    );
  } finally {
    await stranger[Symbol.asyncDispose]();
  }
  assert.equal(existsSync(place.KEY_DIR ?? ''), false, 'no key was written');
  const told = await site.run(restoring(pair, '--ledger-lost'), place);
  assert.equal(told.code, 0, `the place is still empty: ${told.err}`);
});
