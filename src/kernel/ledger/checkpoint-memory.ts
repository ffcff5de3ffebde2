import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sql } from '../db/db.ts';
import { writeDurably } from '../durable-file.ts';
import { isEarlierLedger, readLatestCheckpoint } from './store.ts';
import { computeFromTiles } from './tiles.ts';
import { rootOf } from './tree.ts';

/** The last checkpoint that was signed, kept where no restored database can take it back. */
export interface CheckpointMemory {
  /** The note verbatim, undefined before the first. */
  read(): Promise<string | undefined>;
  remember(note: string): Promise<void>;
  /** For people: where it is kept. */
  readonly place: string;
}

/** `ledger.seen` in `KEY_DIR`. */
export function openCheckpointMemory(keyFolder: string): CheckpointMemory {
  const place = join(keyFolder, 'ledger.seen');
  return {
    place,
    read: () =>
      readFile(place, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      }),
    remember: (note) => writeDurably(place, note),
  };
}

/** The database lacks what this site has signed already. The message is one sentence for the operator. */
export class LedgerBehind extends Error {
  override readonly name = 'LedgerBehind';
}

interface MemoryParts {
  readonly origin: string;
  readonly memory?: CheckpointMemory;
}

/**
 * INVARIANT: no two checkpoints contradict each other, also when an older database was brought back under the same key.
 * What is remembered may lag a checkpoint behind, so it is a beginning of the tree or the tree is another one. Throws
 * `LedgerBehind`.
 */
export async function assertContinues(sql: Sql, { origin, memory }: MemoryParts): Promise<void> {
  const remembered = await memory?.read();
  if (memory === undefined || remembered === undefined) return;
  const { origin: name, size, root } = readNote(remembered);
  // A ledger that this site has declared lost is no longer continued by anybody.
  if (name !== origin && (await isEarlierLedger(sql, name))) return;
  if (name !== origin || !Number.isSafeInteger(size)) {
    throw new LedgerBehind(`the file ${memory.place} speaks of another ledger than this database`);
  }
  const latest = (await readLatestCheckpoint(sql))?.size ?? 0;
  if (latest < size) {
    throw new LedgerBehind(
      `this database has a ledger of ${latest} entries, but one of ${size} was signed already (${memory.place}): bring back a newer backup, or restore this one with --ledger-lost`,
    );
  }
  const found = await computeFromTiles(sql, (hashOf) => rootOf(size, hashOf));
  if (found.toString('base64') === root) return;
  throw new LedgerBehind(
    `the ledger of this database is not the one that was signed at ${size} entries (${memory.place})`,
  );
}

/** To be called after the commit: what was never committed must not be remembered. */
export async function rememberLatest(sql: Sql, { memory, origin }: MemoryParts): Promise<void> {
  const latest = await readLatestCheckpoint(sql);
  if (memory === undefined || latest === undefined) return;
  const remembered = readNote((await memory.read()) ?? '');
  if (remembered.origin !== origin || remembered.size < latest.size) await memory.remember(latest.note);
}

/** The three lines of a checkpoint that say what was signed. */
export function readNote(note: string): { readonly origin: string; readonly size: number; readonly root: string } {
  const [origin = '', digits = '', root = ''] = note.split('\n');
  return { origin, size: digits === '' ? Number.NaN : Number(digits), root };
}
