import assert from 'node:assert/strict';
import { chmodSync, createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Db } from '../kernel/db/db.ts';
import { migrationNumbers } from '../kernel/db/migrate.ts';
import { openDatabaseFor } from '../kernel/db/open-database-for.ts';
import { backUp } from '../kernel/safekeeping/back-up.ts';
import { restore } from '../kernel/safekeeping/restore.ts';
import { fileKeyProvider } from '../kernel/vault/key-provider.ts';
import { type Figure, figure } from './figure.ts';
import type { Place } from './open-place.ts';
import { COPY_VALUES_IN, COPY_VALUES_OUT, dropBareValues, makeBareValues } from './store.ts';

/**
 * As many files of this size as make a quarter of a gigabyte: images, which are most of what a site's data weighs. Of fewer, a
 * restore would be measured by how long PostgreSQL takes to be made and started.
 */
const FILES = 1000;
const FILE_BYTES = 262_144;

/** How fast a backup is written and read back, and how fast it becomes a whole site again. */
export async function benchBackup({ app, people }: Place): Promise<readonly Figure[]> {
  const { db, keyring, random } = app.parts;
  for (let made = 0; made < FILES; made += 1) {
    const person = people[made % people.length];
    assert(person !== undefined, 'the place has people');
    const value = { field: 'proof/image', plaintext: random.bytes(FILE_BYTES), role: 'file' as const };
    await db.transaction((tx) => keyring.store(tx, person.personId, [value]));
  }
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-bench-'));
  // The built-in PostgreSQL may run as another user, who has to reach its files.
  chmodSync(folder, 0o711);
  try {
    return await measure(app, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(app: Place['app'], folder: string): Promise<readonly Figure[]> {
  const { db, random } = app.parts;
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const { keyDir } = app.settings;
  await app.sequence();
  const bare = await barePipe(db, join(folder, 'bare'));
  const begun = performance.now();
  const rows = await backUp({ db, random, keyDir, recipient, program: 'bench' }, join(folder, 'backups'));
  const written = performance.now();
  const megabytes = rows.reduce((sum, { bytes }) => sum + bytes, 0) / 1_000_000;
  const pathOf = (kind: string) => join(folder, 'backups', rows.find((row) => row.kind === kind)?.fileName ?? '');
  const place = { dataDir: join(folder, 'data'), databaseUrl: undefined };
  const restored = await restore({
    dataPath: pathOf('data'),
    keyPath: pathOf('keys'),
    identity,
    keyDir: join(folder, 'keys'),
    provider: fileKeyProvider,
    random,
    migrations: migrationNumbers(),
    openDatabase: (migrations) => openDatabaseFor(place, { role: 'command', say: () => {}, migrations }),
    ledgerLost: true,
  });
  const back = performance.now();
  assert(restored.valuesKept >= FILES && restored.valuesForgotten === 0, 'every value came back');
  const [wrote, restoredAt] = [megabytes / ((written - begun) / 1000), megabytes / ((back - written) / 1000)];
  return [
    figure('backup-written-and-read-back', wrote, 'MB/s', { baseline: bare.out }),
    figure('backup-restored', restoredAt, 'MB/s', { baseline: bare.back }),
  ];
}

/** The same values out of the database into a file that is read once more, and into a table without keys: nothing sealed. */
async function barePipe(db: Db, path: string): Promise<{ readonly out: number; readonly back: number }> {
  const begun = performance.now();
  let bytes = 0;
  await db.bulk((bulk) => pipeline(bulk.copyOut(COPY_VALUES_OUT), createWriteStream(path)), { snapshot: true });
  for await (const piece of createReadStream(path)) bytes += piece.length;
  const out = performance.now();
  await db.bulk(async (bulk) => {
    await makeBareValues(bulk);
    await bulk.copyIn(COPY_VALUES_IN, createReadStream(path));
  });
  const back = performance.now();
  const megabytes = bytes / 1_000_000;
  await dropBareValues(db);
  return { out: megabytes / ((out - begun) / 1000), back: megabytes / ((back - out) / 1000) };
}
