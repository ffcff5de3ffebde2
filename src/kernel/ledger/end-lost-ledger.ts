import type { KeyObject } from 'node:crypto';
import type { Tx } from '../db/db.ts';
import type { Random } from '../ids.ts';
import { signCheckpoint } from './checkpoint.ts';
import { readNote } from './checkpoint-memory.ts';
import { inventOrigin } from './site.ts';
import { insertCheckpoint, readLatestCheckpoint, readSite, renameLedger } from './store.ts';

/**
 * Ends a ledger of which signed entries are lost, or may be. Going on under its name would sign a second history, which
 * convicts the server; so the same tree goes on under a new name, and the last note of the old one is kept for everybody
 * who holds a receipt of it.
 *
 * @param seen The last note that is known to have been signed, where one is.
 * @returns the new name
 */
export async function endLostLedger(
  tx: Tx,
  { key, random, seen }: { readonly key: KeyObject; readonly random: Random; readonly seen: string | undefined },
): Promise<string | undefined> {
  const site = await readSite(tx);
  const latest = await readLatestCheckpoint(tx);
  if (site === undefined || latest === undefined) return undefined;
  const origin = inventOrigin(random);
  const further = seen !== undefined && readNote(seen).origin === site.origin && readNote(seen).size > latest.size;
  const { size, root } = latest;
  await renameLedger(tx, { origin: site.origin, size, note: further ? seen : latest.note }, origin);
  await insertCheckpoint(tx, { size, root, note: signCheckpoint({ size, root }, origin, key) });
  return origin;
}
