import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { inspect } from 'node:util';
import { openTestDatabase, type TestDatabase } from '../../../test/testkit/database.ts';
import { systemRandom } from '../ids.ts';
import { createBlindIndex } from './blind-index.ts';
import { hkdfExpand } from './hkdf-expand.ts';
import { KeyFileError, keyCheck, writeKeyFile } from './key-file.ts';
import { fileKeyProvider, type KeyProvider } from './key-provider.ts';
import type { Keys } from './keys.ts';
import { lengthPrefixed } from './length-prefixed.ts';
import { openKeys } from './open-keys.ts';

const siteId = randomUUID();
const NAMES = ['epoch-0001', 'index-0001', 'index', 'ledger', 'pseudonym', 'sign-in', 'stop-list'];
let database: TestDatabase;
let parent: string;
let folder: string;
beforeEach(async () => {
  database = await openTestDatabase();
  parent = await mkdtemp(join(tmpdir(), 'kristalux-keys-'));
  folder = join(parent, 'keys');
});
afterEach(async () => {
  await database[Symbol.asyncDispose]();
  await rm(parent, { recursive: true });
});

const open = (changes: { siteId?: string; provider?: KeyProvider; folder?: string } = {}) =>
  openKeys(database.db, { folder, siteId, provider: fileKeyProvider, random: systemRandom, ...changes });
const pathOf = (name: string) => join(folder, `${name}.key`);
const bytesOf = (keys: Keys) => [
  keys.epochKey(1).export(),
  keys.index.export(),
  keys.indexKey(1)?.export() ?? Buffer.alloc(0),
  ...[keys.signIn, keys.stopList, keys.pseudonym].map((key) => key.export()),
  keys.ledger.export({ format: 'der', type: 'pkcs8' }),
];

test('a first start makes every key once, and later starts find the same ones', async () => {
  const [made, beside] = await Promise.all([open(), open()]);
  assert.deepEqual(bytesOf(beside), bytesOf(made));
  assert.deepEqual(bytesOf(await open()), bytesOf(made));
  assert.deepEqual(
    (await readdir(folder)).sort(),
    NAMES.map((name) => `${name}.key`),
  );
  assert.equal(new Set(bytesOf(made).map((bytes) => bytes.toString('hex'))).size, 7);
  assert.equal(made.epoch, 1);
  assert.deepEqual(made.indexEpochs, [1]);
});

test('only the owner may enter the folder and read the files', async () => {
  await open();
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  for (const name of NAMES) assert.equal((await stat(pathOf(name))).mode & 0o777, 0o600);
  await chmod(folder, 0o755);
  await open();
  assert.equal((await stat(folder)).mode & 0o777, 0o700);
  await chmod(pathOf('sign-in'), 0o640);
  await assert.rejects(
    open(),
    (error: Error) => error.message === `the key file ${pathOf('sign-in')} may be read by others: run chmod 600 on it`,
  );
});

test('keys in memory show nothing when they are printed', async () => {
  const keys = await open();
  const files = await Promise.all(
    NAMES.map(async (name) => (await readFile(pathOf(name), 'utf8')).split('\n')[4]?.slice(4)),
  );
  const shown = inspect(keys, { showHidden: true, depth: null }) + JSON.stringify(keys);
  for (const key of files) {
    assert.ok(key !== undefined && key.length === 44);
    assert.ok(!shown.includes(key) && !shown.includes(Buffer.from(key, 'base64').toString('hex').slice(0, 20)));
  }
});

for (const name of NAMES) {
  test(`a lost ${name}.key stops the start in a sentence that names it, and is not made anew`, async () => {
    await open();
    await rm(pathOf(name));
    await assert.rejects(open(), (error: Error) => {
      assert.ok(error instanceof KeyFileError);
      assert.equal(
        error.message,
        `the key file ${pathOf(name)} is missing and the database needs it: bring it back from a key backup`,
      );
      return true;
    });
    assert.deepEqual((await readdir(folder)).length, NAMES.length - 1);
  });
}

test('a damaged file is named, wherever it is damaged, and no byte of the key is shown', async () => {
  await open();
  const text = await readFile(pathOf('ledger'), 'utf8');
  for (let at = 0; at < text.length; at++) {
    const changed = text[at] === 'x' ? 'y' : 'x';
    await writeFile(pathOf('ledger'), text.slice(0, at) + changed + text.slice(at + 1));
    await assert.rejects(open(), (error: Error) => {
      assert.ok(error instanceof KeyFileError && error.message.includes(pathOf('ledger')), `${at}: ${error.message}`);
      assert.ok(!error.message.includes(text.split('\n')[4]?.slice(4, 20) ?? ''));
      return true;
    });
  }
  for (const cut of [0, 10, text.length - 1]) {
    await writeFile(pathOf('ledger'), text.slice(0, cut));
    await assert.rejects(open(), /is damaged/);
  }
});

test('files that were exchanged or renamed are named', async () => {
  await open();
  await rename(pathOf('sign-in'), pathOf('stop-list'));
  await assert.rejects(open(), /stop-list\.key holds the key sign-in: it was renamed|sign-in\.key is missing/);
});

test("another site's keys are never taken, neither by a fresh database nor by a grown one", async () => {
  await open();
  await assert.rejects(open({ siteId: randomUUID() }), /epoch-0001\.key belongs to another site's database/);
  const fresh = await openTestDatabase();
  const parts = { folder, siteId: randomUUID(), provider: fileKeyProvider, random: systemRandom };
  await assert.rejects(openKeys(fresh.db, parts), /belongs to another site's database/);
  const remembered = await fresh.db.rows('select name from key_check');
  await fresh[Symbol.asyncDispose]();
  assert.deepEqual(remembered, []);
});

test('keys of the same site from another time are another key, and are named', async () => {
  await open();
  await rm(folder, { recursive: true });
  const fresh = await openTestDatabase();
  await openKeys(fresh.db, { folder, siteId, provider: fileKeyProvider, random: systemRandom });
  await fresh[Symbol.asyncDispose]();
  await assert.rejects(open(), /epoch-0001\.key holds another key than the one this database was made with/);
});

test('a first start that was cut off between the files and the database is taken up again', async () => {
  const made = await open();
  await database.db.run('delete from key_check');
  await rm(pathOf('ledger'));
  const again = await open();
  assert.deepEqual(bytesOf(again).slice(0, 5), bytesOf(made).slice(0, 5));
});

test('another provider than the one that wrapped a key is named', async () => {
  const turned: KeyProvider = {
    name: 'turned',
    wrap: async (_name, key) => Buffer.from(key).reverse(),
    unwrap: async (_name, wrapped) => Buffer.from(wrapped).reverse(),
    destroy: async () => {},
    destroyDays: 0,
  };
  const keys = await open({ provider: turned });
  assert.deepEqual(bytesOf(await open({ provider: turned })), bytesOf(keys));
  await assert.rejects(open(), /was made with KEY_PROVIDER=turned, not file/);
});

test('a site from before tags were wrapped starts as one whose index is being turned, and keeps finding by its former tags', async () => {
  const made = await open();
  const root = made.index.export();
  // As it was: one key for the index, which finds people and was to turn.
  await database.db.run(`delete from key_check where name in ('index', 'index-0001')`);
  await Promise.all(['index', 'index-0001'].map((name) => rm(pathOf(name))));
  const check = keyCheck(root, 'index-0001', siteId);
  const file = { name: 'index-0001', siteId, provider: 'file', wrapped: root, check };
  await writeFile(pathOf('index-0001'), writeKeyFile(file), { mode: 0o600 });
  await database.db.run(`insert into key_check (name, check_value) values ('index-0001', $1)`, [check]);
  const now = await open();
  assert.deepEqual(now.indexEpochs, [1, 2]);
  const tags = createBlindIndex(now).tags('email', 'anna@example.org');
  const hash = createHmac(
    'sha256',
    hkdfExpand('sha256', now.index, lengthPrefixed(['kristalux/index/v1', 'email', '1']), 32),
  )
    .update(lengthPrefixed(['kristalux/tag/v1', siteId, 'email', 'email/v1', 'anna@example.org']))
    .digest();
  assert.deepEqual(tags[0]?.tag, hash);
  assert.deepEqual(createBlindIndex(now).renewed({ tag: hash, epoch: 1 }), tags[1]);
  assert.deepEqual(createBlindIndex(await open()).tags('email', 'anna@example.org'), tags);
});
