import type { KeyObject } from 'node:crypto';
import type { Sql } from '../db/db.ts';
import type { Reads } from '../db/reading.ts';
import { signNote } from './note.ts';
import { readChainAt, statedEntries } from './store.ts';
import { readNewestCheckpoint } from './witnesses/store.ts';

export interface Statement {
  /** The signed note. */
  readonly note: string;
  /** The checkpoint that it speaks of, verbatim: to be kept beside it. */
  readonly checkpoint: string;
  readonly n: number;
  /** Both in one file, as a person saves it: an omission is shown with the two together. */
  readonly file: string;
}

/** How many of a person's entries the newest checkpoint holds; undefined before there is one that holds any. */
export async function countStated(reads: Reads, personId: string): Promise<number | undefined> {
  return (await reads.read(statedEntries, personId))[0]?.n ?? undefined;
}

interface StatementParts {
  readonly sql: Sql;
  /** Ed25519. */
  readonly key: KeyObject;
  /** The key before it, while both sign. */
  readonly former?: KeyObject | null;
  readonly origin: string;
}

/**
 * "This chain has exactly n entries as of checkpoint S, head h", signed. Whoever later shows an entry of the chain
 * numbered above n whose leaf lies below S has convicted the server. A note of its own origin, so that it can never be
 * taken for a checkpoint; five lines: kind, chain, n, h, S's root. Undefined before the first checkpoint.
 */
export async function makeStatement(parts: StatementParts, personId: string): Promise<Statement | undefined> {
  const { sql, key, former, origin } = parts;
  const checkpoint = await readNewestCheckpoint(sql);
  if (checkpoint === undefined) return undefined;
  const state = await readChainAt(sql, personId, checkpoint.size);
  if (state === undefined) return undefined;
  const { chain, n, leaf } = state;
  const kind = `${origin}/statement/v1`;
  const lines = [
    kind,
    chain?.toString('base64') ?? 'site',
    n,
    leaf.toString('base64'),
    checkpoint.root.toString('base64'),
  ];
  const note = signNote(`${lines.join('\n')}\n`, kind, key, ...(former ? [former] : []));
  return { note, checkpoint: checkpoint.note, n, file: `${note}\n${checkpoint.note}` };
}
