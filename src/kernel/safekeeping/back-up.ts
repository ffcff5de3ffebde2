import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bulk, Db } from '../db/db.ts';
import type { Random } from '../ids.ts';
import { readLatestCheckpoint, readSite } from '../ledger/store.ts';
import { partOf, readAgeFile, type WrittenFile, writeAgeFile } from './age-file.ts';
import { backupName } from './backup-name.ts';
import { type BackupHeader, type BackupSection, readContainer, writeContainer } from './container.ts';
import { destroyBy, epochOf } from './key-terms.ts';
import * as runs from './runs/store.ts';
import { SafekeepingError } from './safekeeping-error.ts';
import * as store from './store.ts';
import { byReference } from './table-order.ts';

export interface BackUpParts {
  readonly db: Db;
  readonly keyDir: string;
  /** An age public key whose secret half is not on this machine. */
  readonly recipient: string;
  /** The version of the program, for the header. */
  readonly program: string;
  readonly random: Random;
  /** Hears how far it is. */
  readonly onProgress?: (kind: BackupHeader['kind'], bytes: number) => void;
}

/**
 * Writes a data backup and a key backup of one instant into a folder, each encrypted to the recipient, and reads both back
 * whole before it says that they are good. The data backup has no keyring and may grow old; the key backup has the
 * keyring and `KEY_DIR`, and must be destroyed by its date. Throws `SafekeepingError`, and then leaves no file.
 */
export async function backUp(parts: BackUpParts, folder: string): Promise<readonly store.BackupRow[]> {
  // The snapshot begins with the lock: two backups at once would remove each other's files as leftovers.
  return await parts.db.bulk(
    async (bulk) => {
      if (!(await runs.lockBackups(bulk)))
        throw new SafekeepingError('another backup is being made here: wait for its end');
      await clearInterrupted(parts.db);
      return await runOnce(parts, bulk, folder);
    },
    { snapshot: true },
  );
}

/** One attempt, of which the database knows before the first byte is written, so that nothing of it is left unknown. */
async function runOnce(parts: BackUpParts, bulk: Bulk, folder: string): Promise<readonly store.BackupRow[]> {
  const { db, random } = parts;
  const header = await commonHeader(parts, bulk);
  const run = { runId: random.uuid(), folder, stamp: header.madeAt.replaceAll(/[-:.]/g, '') };
  await runs.insertRun(db, run);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const made = await writeBoth(parts, bulk, header, run);
    const rows = made.map((row) => ({ ...row, backupId: random.uuid() }));
    await db.transaction(async (tx) => {
      await store.insertBackups(tx, rows);
      await runs.endRun(tx, run.runId, null);
    });
    return rows;
  } catch (error) {
    await removeFilesOf(run).catch(() => undefined);
    const told = sayFault(folder, error);
    const failure = told instanceof SafekeepingError ? told.message : 'the program broke off: its log says more';
    // Where not even that can be written, the next attempt finds a run without an end.
    await runs.endRun(db, run.runId, failure).catch(() => undefined);
    throw told;
  }
}

/** What a killed attempt left is removed by its name: a key backup that nobody knows of would outlive its date. */
async function clearInterrupted(db: Db): Promise<void> {
  for (const run of await runs.readOpenRuns(db)) {
    await removeFilesOf(run).catch(() => undefined);
    await runs.endRun(db, run.runId, 'it was interrupted, and what it had written was removed');
  }
}

async function removeFilesOf({ folder, stamp }: runs.Run): Promise<void> {
  for (const kind of ['data', 'keys'] as const) {
    const path = join(folder, backupName(stamp, kind));
    await rm(path, { force: true });
    await rm(partOf(path), { force: true });
  }
}

const FULL = 'the disk is full: make room there or name another folder; earlier backups are as they were';
const CLOSED = 'this program may not write there: give its user the right to, or name another folder';
const NOWHERE = 'there is no such folder: name another one';
const WHY: Readonly<Record<string, string>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: FULL,
  EACCES: CLOSED,
  EPERM: CLOSED,
  EROFS: CLOSED,
  ENOENT: NOWHERE,
  ENOTDIR: NOWHERE,
  EEXIST: NOWHERE,
};

function sayFault(folder: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (!/^E[A-Z]+$/.test(code)) return error;
  const why = WHY[code] === undefined ? '' : `: ${WHY[code]}`;
  return new SafekeepingError(`the backup could not be written to ${folder} (${code})${why}`);
}

async function writeBoth(
  parts: BackUpParts,
  bulk: Bulk,
  header: CommonHeader,
  run: runs.Run,
): Promise<readonly Omit<store.BackupRow, 'backupId'>[]> {
  const tables = byReference(await store.readTables(bulk));
  const [keyring, data] = [true, false].map((wanted) =>
    tables.filter(({ name }) => store.KEYRING_TABLES.includes(name) === wanted),
  );
  const files = await readKeyDir(parts.keyDir);
  const sectionsOf = (list: readonly store.TableShape[] = []): BackupSection[] =>
    list.map(({ name, columns }) => ({ table: name, columns: [...columns] }));
  const both = [
    { ...header, kind: 'data', sections: sectionsOf(data) },
    // Key files come first: at a restore they are needed before the keyring is.
    { ...header, kind: 'keys', sections: [...[...files.keys()].map((file) => ({ file })), ...sectionsOf(keyring)] },
  ] as const satisfies readonly BackupHeader[];
  const contentOf = (section: BackupSection) =>
    'file' in section
      ? inPieces(files.get(section.file) ?? Buffer.alloc(0))
      : bulk.copyOut(store.copyOutOf(section.table, section.columns));

  const epoch = epochOf(await store.readKeyAges(bulk));
  const madeAt = new Date(header.madeAt);
  const made: Omit<store.BackupRow, 'backupId'>[] = [];
  for (const one of both) {
    const { kind, ledgerSize } = one;
    const fileName = backupName(run.stamp, kind);
    const hear = progressOf(parts, kind, { runId: run.runId, before: made[0]?.bytes ?? 0 });
    const written = await writeVerified(parts, join(run.folder, fileName), { header: one, contentOf, hear });
    const end = kind === 'keys' ? destroyBy(madeAt, epoch) : null;
    const { folder } = run;
    made.push({ ...written, kind, fileName, folder, madeAt, ledgerSize, destroyBy: end, verifiedAt: madeAt });
  }
  return made;
}

/** How many bytes pass between two notes in the database of how far it is. */
const NOTE_BYTES = 16 * 1024 * 1024;

function progressOf(
  { db, onProgress }: BackUpParts,
  kind: BackupHeader['kind'],
  { runId, before }: { readonly runId: string; readonly before: number },
): (bytes: number) => Promise<void> {
  let noted = 0;
  return async (bytes) => {
    onProgress?.(kind, bytes);
    if (bytes - noted < NOTE_BYTES) return;
    noted = bytes;
    await runs.noteBytes(db, runId, before + bytes);
  };
}

type CommonHeader = Omit<BackupHeader, 'kind' | 'sections'>;

async function commonHeader({ program }: BackUpParts, bulk: Bulk): Promise<CommonHeader> {
  const [age] = await store.readKeyAges(bulk);
  const site = await readSite(bulk);
  if (site === undefined || age === undefined) throw new SafekeepingError('there is no site here to back up');
  const missed = await store.readOtherRelations(bulk);
  if (missed.length > 0) throw new SafekeepingError(`a backup would miss ${missed.join(', ')}: nothing was written`);
  const migrations = [...(await store.readMigrationNumbers(bulk))];
  const ledgerSize = (await readLatestCheckpoint(bulk))?.size ?? 0;
  return { program, migrations, siteId: site.siteId, origin: site.origin, ledgerSize, madeAt: age.now.toISOString() };
}

interface ToWrite {
  readonly header: BackupHeader;
  readonly contentOf: (section: BackupSection) => AsyncIterable<Uint8Array>;
  readonly hear: (bytes: number) => Promise<void>;
}

/**
 * Besides the operator's recipient the file is encrypted to one that is invented here and forgotten at the end of this
 * function, so that it can be read back as a restore would read it and not only compared byte by byte.
 */
async function writeVerified(
  { recipient }: BackUpParts,
  path: string,
  { header, contentOf, hear }: ToWrite,
): Promise<WrittenFile> {
  // Recipients that withstand a quantum computer are not mixed with others, or the file would not.
  const age = await import('age-encryption');
  const hybrid = recipient.startsWith('age1pq1');
  const identity = await (hybrid ? age.generateHybridIdentity() : age.generateX25519Identity());
  const recipients = [recipient, await age.identityToRecipient(identity)];
  const source = writeContainer(header, contentOf);
  const written = await writeAgeFile(path, recipients, source, hear);
  try {
    let found = 0;
    const count = ({ length }: Buffer) => {
      found += length;
    };
    const { sections } = await readContainer(await readAgeFile(path, identity, count), path);
    for await (const { content } of sections()) for await (const _piece of content);
    // Header and every chunk are authenticated: what opens to its end is what was sealed, bit for bit.
    if (found !== written.bytes) {
      throw new SafekeepingError(`${path} reads back differently from what was written: the disk may be failing`);
    }
    return written;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Every file of `KEY_DIR` by name; what is being written at this instant is left out. */
async function readKeyDir(keyDir: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(keyDir, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isFile() && !entry.name.endsWith('.new') ? [entry.name] : [])).sort();
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(keyDir, name))] as const)));
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536);
}
