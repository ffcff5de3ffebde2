import assert from 'node:assert/strict';
import type { Sql, Tx } from '../db/db.ts';
import { type Entry, NO_LEAF } from './entry.ts';
import { insertEntryRow, insertRunRows, readLastEntry } from './store.ts';

/** The end of a chain, as the next entry continues it. */
export interface Head {
  readonly personId: string;
  /** As the body says it: base64 of the person's chain, or `site`. */
  readonly chain: string;
  /** Number of the last entry; 0 before the first. */
  readonly n: number;
  /** Leaf data of the last entry; zeros before the first. */
  readonly leaf: Buffer;
  /** The instant for the next entry: the database's clock in milliseconds, never before the last entry. */
  readonly at: Date;
}

/**
 * Reads where a chain ends. To be read before anything that is decided on: an entry that appears later makes
 * `insertEntry` say false. Undefined when there is no such person (nor a site with this id).
 */
export async function readHead(sql: Sql, personId: string): Promise<Head | undefined> {
  const last = await readLastEntry(sql, personId);
  if (last === undefined) return undefined;
  const { chain, n, leaf, at } = last;
  return { personId, chain: chain?.toString('base64') ?? 'site', n, leaf: leaf ?? NO_LEAF, at };
}

/** What must still be so when the entry is inserted, besides what the entry itself says. */
export interface Expected {
  readonly factsNumber: number;
  /** The session the asker was authenticated by, as the hash of its token; null where there is none. */
  readonly session: Buffer | null;
  /** Likewise the credential of a service or provider. */
  readonly credential: string | null;
}

/**
 * Inserts the entry if nothing has changed since its head was read: no other entry took its number, its version is the
 * one in force, the site's facts are the same, session and credential still stand, and the entry before it is the one that it names.
 * False otherwise: read and decide again.
 */
export async function insertEntry(tx: Tx, entry: Entry, expected: Expected): Promise<boolean> {
  assert(entry.n > 1 || entry.prev.equals(NO_LEAF), 'a first entry continues nothing');
  return await insertEntryRow(tx, entry, expected);
}

/** One entry of a run, and by whom it was asked: their row must still stand. */
export interface EntryOfRun {
  readonly entry: Entry;
  readonly session: Buffer | null;
  readonly credential: string | null;
}

/** Entries of one chain, each behind the other, all decided by one version and the same facts of the site. */
export interface RunToInsert {
  readonly personId: string;
  /** Leaf data of the entry before the first. */
  readonly prev: Buffer;
  readonly version: number;
  readonly factsNumber: number;
  readonly entries: readonly EntryOfRun[];
}

/**
 * Inserts runs of different chains in one statement and one commit, and tells whose were written. A run is checked like
 * a single entry and written whole or not at all: only its first entry competes for its number, the others follow it. A
 * chain that somebody holds locked is left out, so that nobody else waits for them.
 */
export async function insertRuns(sql: Sql, runs: readonly RunToInsert[]): Promise<ReadonlySet<string>> {
  for (const { prev, entries } of runs) {
    assert((entries[0]?.entry.n ?? 0) > 1 || prev.equals(NO_LEAF), 'a first entry continues nothing');
  }
  // INVARIANT: sorted by chain and number in every process, or two inserts could wait for each other.
  const sorted = runs.toSorted((a, b) => (a.personId < b.personId ? -1 : 1));
  return new Set(await insertRunRows(sql, sorted));
}
