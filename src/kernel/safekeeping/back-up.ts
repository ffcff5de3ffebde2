import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption';
import type { Bulk, Db } from '../db/db.ts';
import type { Random } from '../ids.ts';
import { readLatestCheckpoint, readSite } from '../ledger/store.ts';
import { digestOfFile, readAgeFile, type WrittenFile, writeAgeFile } from './age-file.ts';
import { type BackupHeader, type BackupSection, readContainer, writeContainer } from './container.ts';
import { destroyBy, epochOf } from './key-terms.ts';
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
  const { db, random } = parts;
  const made: Made[] = [];
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await db.bulk((bulk) => writeBoth(parts, bulk, folder, made), { snapshot: true });
  } catch (error) {
    await Promise.all(made.map(({ fileName }) => rm(join(folder, fileName), { force: true })));
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (!/^E[A-Z]+$/.test(code)) throw error;
    throw new SafekeepingError(`the backup could not be written to ${folder} (${code})`);
  }
  const rows = made.map((row) => ({ ...row, backupId: random.uuid() }));
  await store.insertBackups(db, rows);
  return rows;
}

type Made = Omit<store.BackupRow, 'backupId'>;

/** Says in `made` which files are there, also when it throws in between. */
async function writeBoth(parts: BackUpParts, bulk: Bulk, folder: string, made: Made[]): Promise<void> {
  const header = await commonHeader(parts, bulk);
  const stamp = header.madeAt.replaceAll(/[-:.]/g, '');
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
  for (const one of both) {
    const fileName = `kristalux-${stamp}.${one.kind}.age`;
    const written = await writeVerified(parts, join(folder, fileName), one, contentOf);
    const end = one.kind === 'keys' ? destroyBy(madeAt, epoch) : null;
    const { kind, ledgerSize } = one;
    made.push({ ...written, kind, fileName, madeAt, ledgerSize, destroyBy: end, verifiedAt: madeAt });
  }
}

async function commonHeader({ program }: BackUpParts, bulk: Bulk): Promise<Omit<BackupHeader, 'kind' | 'sections'>> {
  const [age] = await store.readKeyAges(bulk);
  const site = await readSite(bulk);
  if (site === undefined || age === undefined) throw new SafekeepingError('there is no site here to back up');
  const missed = await store.readOtherRelations(bulk);
  if (missed.length > 0) throw new SafekeepingError(`a backup would miss ${missed.join(', ')}: nothing was written`);
  const migrations = [...(await store.readMigrationNumbers(bulk))];
  const ledgerSize = (await readLatestCheckpoint(bulk))?.size ?? 0;
  return { program, migrations, siteId: site.siteId, origin: site.origin, ledgerSize, madeAt: age.now.toISOString() };
}

/**
 * Besides the operator's recipient the file is encrypted to one that is invented here and forgotten at the end of this
 * function, so that it can be read back as a restore would read it and not only compared byte by byte.
 */
async function writeVerified(
  { recipient, onProgress }: BackUpParts,
  path: string,
  header: BackupHeader,
  contentOf: (section: BackupSection) => AsyncIterable<Uint8Array>,
): Promise<WrittenFile> {
  // Recipients that withstand a quantum computer are not mixed with others, or the file would not.
  const identity = await (recipient.startsWith('age1pq1') ? generateHybridIdentity() : generateX25519Identity());
  const recipients = [recipient, await identityToRecipient(identity)];
  const source = writeContainer(header, contentOf);
  const written = await writeAgeFile(path, recipients, source, (bytes) => onProgress?.(header.kind, bytes));
  try {
    const found = await digestOfFile(path);
    if (found.bytes !== written.bytes || !found.digest.equals(written.digest)) {
      throw new SafekeepingError(`${path} reads back differently from what was written: the disk may be failing`);
    }
    const { sections } = await readContainer(await readAgeFile(path, identity), path);
    for await (const { content } of sections()) for await (const _piece of content);
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
