import type { Sql } from '../db/db.ts';
import { Refusal } from '../refusal.ts';
import { openVersion, type Version } from './open-version.ts';
import { numberInForce, versionByNumber } from './store.ts';

/**
 * Opened versions. A version never changes, so what one process has opened no other can miss; which of them is in force
 * is always asked of the database.
 */
export interface Shelf {
  /** @throws Refusal `not_found` where there is no version of this number. */
  byNumber(number: number): Promise<Version>;
  /** Null before the first publication. */
  inForce(): Promise<Version | null>;
}

/** More versions than anybody looks at in one hour; an opened one holds about a megabyte. */
const KEPT_MAX = 32;

export function openShelf({ sql }: { sql: Sql }): Shelf {
  const kept = new Map<number, Promise<Version>>();
  const byNumber = (number: number): Promise<Version> => {
    const version = kept.get(number) ?? read(sql, number);
    kept.delete(number);
    kept.set(number, version);
    // A failed reading must not be the answer for ever.
    version.catch(() => kept.get(number) === version && kept.delete(number));
    const oldest = kept.keys().next().value;
    if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
    return version;
  };
  return {
    byNumber,
    inForce: async () => {
      const number = await numberInForce(sql);
      return number === 0 ? null : byNumber(number);
    },
  };
}

async function read(sql: Sql, number: number): Promise<Version> {
  const row = await versionByNumber(sql, number);
  if (!row) throw new Refusal('not_found', `there is no version ${number}`);
  return openVersion(row);
}
