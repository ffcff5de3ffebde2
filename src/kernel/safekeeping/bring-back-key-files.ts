import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../durable-file.ts';
import type { Random } from '../ids.ts';
import { KeyFileError, parseKeyFile } from '../vault/key-file.ts';
import { SafekeepingError } from './safekeeping-error.ts';
import { appendTombstones, parseTombstones, readTombstones, TOMBSTONES, writeTombstone } from './tombstone-file.ts';

/** Names a file of `KEY_DIR` may have: a key backup writes nothing else, and nowhere else. */
const KNOWN = /^(?:[a-z0-9-]{1,40}\.key|dkim-[a-z0-9-]{1,40}\.pem|ledger\.seen|tombstones)$/;

interface KeyDir {
  readonly keyDir: string;
  readonly siteId: string;
  readonly random: Random;
}

/**
 * Writes the files of a key backup to `KEY_DIR`. What is there already is newer and stays; a key that differs from the
 * backup's belongs to another site or another time, and stops everything before anything is written. Tombstones of both
 * are kept. Throws `SafekeepingError`.
 */
export async function bringBackKeyFiles(files: ReadonlyMap<string, Buffer>, parts: KeyDir): Promise<void> {
  const { keyDir, siteId } = parts;
  const wanted = [...files].filter(([name]) => KNOWN.test(name));
  const missing: (readonly [string, string])[] = [];
  for (const [name, bytes] of wanted) {
    const text = bytes.toString('utf8');
    const there = await readThere(join(keyDir, name));
    if (there === undefined) missing.push([name, text]);
    if (!name.endsWith('.key')) continue;
    if (parseKeyFile(text)?.siteId !== siteId) throw new KeyFileError(`${name} in the key backup is of another site`);
    if (there !== undefined && there !== text) {
      throw new SafekeepingError(
        `KEY_DIR (${keyDir}) holds another ${name} than the key backup: empty it, or name another KEY_DIR`,
      );
    }
  }
  try {
    await mkdir(keyDir, { recursive: true, mode: 0o700 });
    for (const [name, text] of missing) await writeDurably(join(keyDir, name), text);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    throw new SafekeepingError(
      `KEY_DIR (${keyDir}) cannot be written (${code}): make room there, and do the same again`,
    );
  }
  await joinTombstones(files.get(TOMBSTONES), parts);
}

async function joinTombstones(backedUp: Buffer | undefined, { keyDir, siteId, random }: KeyDir): Promise<void> {
  if (backedUp === undefined) return;
  const there = new Set((await readTombstones(keyDir))?.tombstones.map(writeTombstone));
  const { tombstones } = parseTombstones(backedUp.toString('utf8'), `${TOMBSTONES} in the key backup`);
  const added = tombstones.filter((one) => !there.has(writeTombstone(one)));
  if (added.length > 0) await appendTombstones(keyDir, siteId, added, random);
}

async function readThere(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new SafekeepingError(`the file ${path} cannot be read (${error.code})`);
  });
}
