import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type { Db, Tx } from '../db/db.ts';
import type { Random } from '../ids.ts';
import { KeyFileError, keyCheck, sameCheck } from './key-file.ts';
import { type KeyFolder, openKeyFolder } from './key-folder.ts';
import type { KeyProvider } from './key-provider.ts';
import { FIRST_KEY_NAMES, type Keys, makeKeys } from './keys.ts';
import { followKeys, type LiveKeys } from './live-keys.ts';
import { insertKeyCheck, type KeyCheck, lockKeyChecks, readKeyChecks } from './store.ts';

export interface OpenKeysParts {
  readonly folder: string;
  readonly siteId: string;
  readonly provider: KeyProvider;
  readonly random: Random;
}

/**
 * Reads every key that the database was made with from `KEY_DIR`, and makes them when the database has never had any.
 * The database remembers a check value of each, so a key that is lost, foreign or exchanged is found at the start and
 * not at the first value that does not open. Throws `KeyFileError` with one sentence that names the file.
 */
export async function openKeys(db: Db, parts: OpenKeysParts): Promise<LiveKeys> {
  const first = await db.transaction((tx) => openKeysWithin(tx, parts));
  return followKeys(first, (held) => readKeysOfNow(db, parts, held));
}

/** What is held already is not read again: a key service that is away then takes nothing from a running server. */
async function readKeysOfNow(db: Db, parts: OpenKeysParts, held: Keys): Promise<Keys> {
  const checks = await readKeyChecks(db);
  const names = new Set(held.names());
  if (checks.length === names.size && checks.every(({ name }) => names.has(name))) return held;
  const folder = await openKeyFolder(parts.folder);
  const keys = new Map<string, Buffer | KeyObject>();
  for (const check of checks) {
    keys.set(check.name, names.has(check.name) ? held.secretOf(check.name) : await readKey(folder, parts, check));
  }
  return makeKeys(parts.siteId, keys);
}

/** The same within a transaction: a restore reads the check values that it has just brought in. */
export async function openKeysWithin(tx: Tx, parts: OpenKeysParts): Promise<Keys> {
  const folder = await openKeyFolder(parts.folder);
  // Two processes at their first start make one set of keys.
  await lockKeyChecks(tx);
  const known = await readKeyChecks(tx);
  const checks =
    known.length === 0 ? await makeFirstKeys(tx, folder, parts) : await withIndexRoot(tx, folder, parts, known);
  const bytes = new Map<string, Buffer>();
  for (const check of checks) bytes.set(check.name, await readKey(folder, parts, check));
  return makeKeys(parts.siteId, bytes);
}

/**
 * The files are written before the database commits their check values. When that was interrupted the next start finds
 * files of this very site and takes them; files of another site are never taken.
 */
async function makeFirstKeys(tx: Tx, folder: KeyFolder, parts: OpenKeysParts): Promise<readonly KeyCheck[]> {
  const checks: KeyCheck[] = [];
  for (const name of FIRST_KEY_NAMES) {
    const there = await folder.read(name);
    if (there === undefined) {
      const key = parts.random.bytes(32);
      const wrapped = await parts.provider.wrap(name, key);
      const check = keyCheck(key, name, parts.siteId);
      await folder.write({ name, siteId: parts.siteId, provider: parts.provider.name, wrapped, check });
      checks.push({ name, check });
    } else checks.push({ name, check: there.check });
  }
  await insertKeyCheck(tx, checks);
  return checks;
}

/**
 * A site from before tags were wrapped has one key for its index, which was to find people and to turn. It is kept as the
 * root, and the keys are then those of a site whose index is being turned away from tags without a wrapping.
 */
async function withIndexRoot(
  tx: Tx,
  folder: KeyFolder,
  parts: OpenKeysParts,
  known: readonly KeyCheck[],
): Promise<readonly KeyCheck[]> {
  const only = known.find(({ name }) => name === 'index-0001');
  if (only === undefined || known.some(({ name }) => name === 'index')) return known;
  const root = await readKey(folder, parts, only);
  const made = [
    await keepKey(folder, parts, 'index', root),
    await keepKey(folder, parts, 'index-0002', parts.random.bytes(32)),
  ];
  await insertKeyCheck(tx, made);
  return [...known, ...made];
}

/** Writes a key to its file, or takes the one that an interrupted start left there. */
export async function keepKey(folder: KeyFolder, parts: OpenKeysParts, name: string, key: Buffer): Promise<KeyCheck> {
  const there = await folder.read(name);
  if (there !== undefined) {
    const found = { name, check: there.check };
    await readKey(folder, parts, found);
    return found;
  }
  const { siteId, provider } = parts;
  const check = keyCheck(key, name, siteId);
  await folder.write({ name, siteId, provider: provider.name, wrapped: await provider.wrap(name, key), check });
  return { name, check };
}

export async function readKey(
  folder: KeyFolder,
  { siteId, provider }: OpenKeysParts,
  known: KeyCheck,
): Promise<Buffer> {
  const path = join(folder.path, `${known.name}.key`);
  const file = await folder.read(known.name);
  if (file === undefined) {
    throw new KeyFileError(
      `the key file ${path} is missing and the database needs it: bring it back from a key backup`,
    );
  }
  if (file.siteId !== siteId) throw new KeyFileError(`the key file ${path} belongs to another site's database`);
  if (file.provider !== provider.name) {
    throw new KeyFileError(
      `the key file ${path} was made with KEY_PROVIDER=${file.provider}, not ${provider.name}: set it back, or stop the server and run kristalux keys rewrap`,
    );
  }
  const key = await provider.unwrap(known.name, file.wrapped);
  if (!sameCheck(keyCheck(key, known.name, siteId), file.check)) {
    throw new KeyFileError(`the key file ${path} is damaged: bring it back from a key backup`);
  }
  if (!sameCheck(file.check, known.check)) {
    throw new KeyFileError(`the key file ${path} holds another key than the one this database was made with`);
  }
  return key;
}
