import assert from 'node:assert/strict';
import { basename, dirname, resolve } from 'node:path';
import type { Bulk, Db } from '../db/db.ts';
import { migrate } from '../db/migrate.ts';
import type { OpenDatabase } from '../db/open-database-for.ts';
import type { Random } from '../ids.ts';
import { openCheckpointMemory, readNote } from '../ledger/checkpoint-memory.ts';
import { endLostLedger } from '../ledger/end-lost-ledger.ts';
import { readSite } from '../ledger/store.ts';
import type { KeyProvider } from '../vault/key-provider.ts';
import type { Keys } from '../vault/keys.ts';
import { openKeysWithin } from '../vault/open-keys.ts';
import { countDigest, readAgeFile, type WrittenFile } from './age-file.ts';
import { fillBare } from './bare/fill-bare.ts';
import { bringBackKeyFiles } from './bring-back-key-files.ts';
import { type BackupHeader, type Container, readContainer } from './container.ts';
import { destroyBy, epochOf } from './key-terms.ts';
import { SafekeepingError } from './safekeeping-error.ts';
import * as store from './store.ts';
import { sweepValues } from './sweep-values.ts';

export interface RestoreParts {
  readonly dataPath: string;
  readonly keyPath: string;
  /** An age secret key. */
  readonly identity: string;
  readonly keyDir: string;
  readonly provider: KeyProvider;
  readonly random: Random;
  /** Numbers of all migrations that this program knows. */
  readonly migrations: readonly number[];
  /** Opens the database with only these migrations applied. */
  readonly openDatabase: (migrations: readonly number[]) => Promise<OpenDatabase>;
  /** Whether the operator has said that entries of the ledger may be lost. */
  readonly ledgerLost: boolean;
  readonly onProgress?: (kind: BackupHeader['kind'], bytes: number) => void;
}

export interface Restored {
  readonly data: BackupHeader;
  readonly keys: BackupHeader;
  readonly valuesKept: number;
  readonly valuesForgotten: number;
  /** The ledger's new name, where it had to get one. */
  readonly newOrigin: string | null;
  readonly jobsGivenUp: number;
}

/**
 * Makes an empty database the one of a data backup, with the keyring of a key backup (made with it or later), in one
 * transaction: whatever is wrong, nothing of it stays. What was forgotten after the data backup is removed here as far as
 * the keyring tells, and at the next start as far as the tombstones tell. Throws `SafekeepingError`, `KeyFileError`.
 */
export async function restore(parts: RestoreParts): Promise<Restored> {
  const { dataPath, keyPath, identity } = parts;
  const digests = { data: countDigest(), keys: countDigest() };
  const data = await openBackup(dataPath, identity, 'data', digests.data.add);
  const keys = await openBackup(keyPath, identity, 'keys', digests.keys.add);
  assertFit(data.header, keys.header, parts);
  const seen = await ledgerEnd(data.header, parts);
  const database = await parts.openDatabase(data.header.migrations);
  try {
    await assertEmpty(database.db, data.header);
    const restored = await database.db.bulk((bulk) => bringIn(parts, bulk, { data, keys, seen }));
    await migrate(database.address);
    // The tables of now: those of the backup may be older than the list of backups.
    const files = { data: digests.data.end(), keys: digests.keys.end() };
    await listPair(parts, database.db, { data: data.header, keys: keys.header }, files);
    return restored;
  } finally {
    await database.close();
  }
}

/** The pair was read to its last byte, and its key backup has a date by which it must be gone: the restored site knows both. */
async function listPair(
  { dataPath, keyPath, random }: RestoreParts,
  db: Db,
  headers: Readonly<Record<BackupHeader['kind'], BackupHeader>>,
  files: Readonly<Record<BackupHeader['kind'], WrittenFile>>,
): Promise<void> {
  const epoch = epochOf(await store.readKeyAges(db));
  const rows = [];
  for (const [kind, path] of [['data', dataPath] as const, ['keys', keyPath] as const]) {
    const { madeAt: at, ledgerSize } = headers[kind];
    const madeAt = new Date(at);
    const file = { fileName: basename(path), folder: resolve(dirname(path)), ...files[kind] };
    const end = kind === 'keys' ? destroyBy(madeAt, epoch) : null;
    rows.push({ backupId: random.uuid(), kind, madeAt, ledgerSize, destroyBy: end, ...file });
  }
  await store.insertBackups(db, rows);
}

/** A backup of this kind, read as far as its header. */
export async function openBackup(
  path: string,
  identity: string,
  kind: BackupHeader['kind'],
  onPiece?: (piece: Buffer) => void,
): Promise<Container> {
  const container = await readContainer(await readAgeFile(path, identity, onPiece), path);
  if (container.header.kind === kind) return container;
  const [is, needed] = kind === 'keys' ? ['data', 'key'] : ['key', 'data'];
  throw new SafekeepingError(`${path} is a ${is} backup, and a ${needed} backup is needed there`);
}

function assertFit(data: BackupHeader, keys: BackupHeader, { dataPath, keyPath, migrations }: RestoreParts): void {
  if (data.siteId !== keys.siteId) throw new SafekeepingError(`${dataPath} and ${keyPath} are of two different sites`);
  if (Date.parse(keys.madeAt) < Date.parse(data.madeAt)) {
    throw new SafekeepingError(
      `the key backup (${keys.madeAt}) is older than the data backup (${data.madeAt}), so newer values would not open: take one made with it or later`,
    );
  }
  const unknown = data.migrations.filter((number) => !migrations.includes(number));
  if (unknown.length > 0) {
    throw new SafekeepingError(`${dataPath} was made by a newer Kristalux (${data.program}): install that version`);
  }
}

/** How the ledger goes on. `continues`: nothing was signed after the backup, and a file of this machine proves it. */
interface LedgerEnd {
  readonly continues: boolean;
  /** The last note that this machine knows to have been signed. */
  readonly note: string | undefined;
}

async function ledgerEnd(data: BackupHeader, { keyDir, ledgerLost }: RestoreParts): Promise<LedgerEnd> {
  const memory = openCheckpointMemory(keyDir);
  const note = await memory.read();
  const seen = note === undefined ? undefined : readNote(note);
  if (seen !== undefined && seen.origin === data.origin && seen.size <= data.ledgerSize)
    return { continues: true, note };
  if (ledgerLost) return { continues: false, note };
  if (seen !== undefined && seen.origin === data.origin) {
    throw new SafekeepingError(
      `the ledger of this backup ends at ${data.ledgerSize} entries, but ${seen.size} were signed (${memory.place}): take a newer backup, or say --ledger-lost and it goes on under a new name, visibly to everybody`,
    );
  }
  throw new SafekeepingError(
    `${memory.place} of this site is missing, so nobody can tell what was signed after the backup: bring it back, or say --ledger-lost and the ledger goes on under a new name, visibly to everybody`,
  );
}

async function assertEmpty(db: Db, data: BackupHeader): Promise<void> {
  if ((await readSite(db)) !== undefined) {
    throw new SafekeepingError('this database belongs to a site already: restore into an empty one (another DATA_DIR)');
  }
  const more = (await store.readMigrationNumbers(db)).filter((number) => !data.migrations.includes(number));
  if (more.length > 0) {
    throw new SafekeepingError(
      'this database has tables of a newer Kristalux than the backup: restore into an empty one',
    );
  }
}

/**
 * For a lost `KEY_DIR` beside a living database: writes the files of a key backup and nothing else. The keyring lives on
 * in the database. Throws `SafekeepingError`.
 */
export async function restoreKeyFiles(
  parts: Pick<RestoreParts, 'keyPath' | 'identity' | 'keyDir' | 'random'> & { readonly db: Db },
): Promise<BackupHeader> {
  const { keyPath, identity, keyDir, random, db } = parts;
  const { header, sections } = await openBackup(keyPath, identity, 'keys');
  const site = await readSite(db);
  if (site === undefined) {
    throw new SafekeepingError('there is no site in this database that needs keys: name a data backup too');
  }
  if (site.siteId !== header.siteId) throw new SafekeepingError(`${keyPath} is of another site than this database`);
  const files = new Map<string, Buffer>();
  for await (const { section, content } of sections()) {
    const bytes = await wholeOf(content);
    if ('file' in section) files.set(section.file, bytes);
  }
  await bringBackKeyFiles(files, { keyDir, siteId: site.siteId, random });
  return header;
}

interface Opened {
  readonly data: Container;
  readonly keys: Container;
  readonly seen: LedgerEnd;
}

async function bringIn(parts: RestoreParts, bulk: Bulk, { data, keys, seen }: Opened): Promise<Restored> {
  const { keyDir, provider, random } = parts;
  const { siteId } = data.header;
  // A server that starts meanwhile waits here, and finds a whole site.
  await store.lockSite(bulk);
  assert((await readSite(bulk)) === undefined, 'nobody founded a site in this database meanwhile');
  const tables = [...tablesOf(data.header), ...tablesOf(keys.header)];
  if (tables.length > 0) await store.emptyTables(bulk, tables);
  const files = await fillBare(bulk, tables, async () => {
    await bringTables(bulk, data, parts.onProgress);
    // Where an older program put the same into the data backup, what the key backup has counts.
    const twice = tablesOf(keys.header).filter((table) => tablesOf(data.header).includes(table));
    if (twice.length > 0) await store.emptyTables(bulk, twice);
    return await bringTables(bulk, keys, parts.onProgress);
  });
  await bringBackKeyFiles(files, { keyDir, siteId, random });
  const opened = await openKeysWithin(bulk, { folder: keyDir, siteId, provider, random });
  const { kept, forgotten } = await sweepValues(bulk, opened);
  await store.removeOrphanKeys(bulk);
  if (tablesOf(keys.header).includes('tag')) await store.takeTagsOfToday(bulk);
  await store.makeKeylessDue(bulk);
  await store.endSessions(bulk);
  const continued = await goOn(parts, bulk, opened, seen);
  const backupMadeAt = new Date(data.header.madeAt);
  await store.insertRestoration(bulk, { backupMadeAt, valuesKept: kept, valuesForgotten: forgotten });
  return { data: data.header, keys: keys.header, valuesKept: kept, valuesForgotten: forgotten, ...continued };
}

const tablesOf = ({ sections }: BackupHeader): readonly string[] =>
  sections.flatMap((one) => ('table' in one ? [one.table] : []));

/** Copies the tables in; returns the files that lie between them. */
async function bringTables(
  bulk: Bulk,
  { header, sections }: Container,
  onProgress: RestoreParts['onProgress'],
): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  let bytes = 0;
  for await (const { section, content } of sections()) {
    const counted = (async function* () {
      for await (const piece of content) {
        bytes += piece.length;
        onProgress?.(header.kind, bytes);
        yield piece;
      }
    })();
    if ('table' in section) await bulk.copyIn(store.copyInto(section.table, section.columns), counted);
    else files.set(section.file, await wholeOf(counted));
  }
  return files;
}

async function wholeOf(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

// Where something may have happened after the backup, nothing that was waiting then is done now.
async function goOn(
  { random }: RestoreParts,
  bulk: Bulk,
  { ledger: key }: Keys,
  { continues, note }: LedgerEnd,
): Promise<Pick<Restored, 'newOrigin' | 'jobsGivenUp'>> {
  if (continues) return { newOrigin: null, jobsGivenUp: 0 };
  const newOrigin = (await endLostLedger(bulk, { key, random, seen: note })) ?? null;
  return { newOrigin, jobsGivenUp: await store.giveUpJobs(bulk) };
}
