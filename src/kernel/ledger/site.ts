import assert from 'node:assert/strict';
import type { Db } from '../db/db.ts';
import type { Random } from '../ids.ts';
import { insertSite, readSite, type Site } from './store.ts';

/**
 * The one site of this database: its id, which is bound into every sealed value and stands for the site where a person
 * would stand, and the ledger's origin. Both are made once and never change.
 */
export async function openSite(db: Db, random: Random): Promise<Site> {
  const found = await readSite(db);
  if (found !== undefined) return found;
  await insertSite(db, { siteId: random.uuid(), origin: inventOrigin(random) });
  // Another process may have been first; then it is that one's site.
  const made = await readSite(db);
  assert(made !== undefined, 'the site has a row');
  return made;
}

/** 16 letters of base32: 80 random bits, so that no two ledgers share a name. */
export function inventOrigin(random: Random): string {
  const letters = Array.from(random.bytes(16), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]);
  return `kristalux/${letters.join('')}`;
}
