import type { Sql } from '../db/db.ts';
import type { Reads } from '../db/reading.ts';
import { Refusal } from '../refusal.ts';
import { openVersion, type Version } from './open-version.ts';
import { listBeginnings, numberInForce, versionByNumber } from './store.ts';

/**
 * Opened versions. A version never changes, so what one process has opened no other can miss; which of them is in force
 * is always asked of the database.
 */
export interface Shelf {
  /** @throws Refusal `not_found` where there is no version of this number. */
  byNumber(number: number): Promise<Version>;
  /** Null before the first publication. */
  inForce(): Promise<Version | null>;
  /** The newest that this process has heard of; undefined where it has heard of none. Another one may be in force. */
  lastKnown(): Promise<Version> | undefined;
  /** The version that was in force at an instant, of those up to `newest`; before the first one, the first. */
  standing(instant: Date, newest: Version): Promise<Version>;
}

/** More versions than anybody looks at in one hour; an opened one holds about a megabyte. */
const KEPT_MAX = 32;

/** `reads`: of whom it is asked which version is in force; those who ask at the same time may share the answer. */
export function openShelf({ sql, reads = sql }: { readonly sql: Sql; readonly reads?: Reads }): Shelf {
  // When each version began. Those up to a number that is known to be published never change.
  let began: readonly { readonly number: number; readonly publishedAt: Date }[] = [];
  const kept = new Map<number, Promise<Version>>();
  let newestKnown = 0;
  const byNumber = (number: number): Promise<Version> => {
    const known = kept.get(number);
    const version = known ?? read(sql, number);
    kept.delete(number);
    kept.set(number, version);
    if (known === undefined) {
      version.then(
        () => {
          newestKnown = Math.max(newestKnown, number);
        },
        // A failed reading must not be the answer for ever.
        () => kept.get(number) === version && kept.delete(number),
      );
    }
    const oldest = kept.keys().next().value;
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
    return version;
  };
  const standing: Shelf['standing'] = async (instant, newest) => {
    if (instant >= newest.publishedAt) return newest;
    if ((began.at(-1)?.number ?? 0) < newest.number) began = await listBeginnings(sql);
    const last = began.findLast(({ number, publishedAt }) => number < newest.number && publishedAt <= instant);
    return byNumber(last?.number ?? began[0]?.number ?? newest.number);
  };
  return {
    byNumber,
    standing,
    lastKnown: () => (newestKnown === 0 ? undefined : byNumber(newestKnown)),
    inForce: async () => {
      const number = await numberInForce(reads);
      return number === 0 ? null : byNumber(number);
    },
  };
}

async function read(sql: Sql, number: number): Promise<Version> {
  const row = await versionByNumber(sql, number);
  if (!row) throw new Refusal('not_found', `there is no version ${number}`);
  return openVersion(row);
}
