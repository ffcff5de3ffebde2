import type { Tx } from '../../db/db.ts';
import * as store from './store.ts';

/**
 * Fills emptied tables without what is checked and kept row by row, and makes that again at once when they are full: every
 * key, reference and index as it was, over all the rows. Whatever does not hold then ends the transaction.
 */
export async function fillBare<T>(tx: Tx, tables: readonly string[], fill: () => Promise<T>): Promise<T> {
  const attached = await store.readAttached(tx, tables);
  // What refers to a key goes before the key, and comes back after it.
  for (const one of attached) await store.detach(tx, one);
  const filled = await fill();
  await store.giveRoomToSort(tx);
  for (const one of attached.toReversed()) await store.attach(tx, one);
  return filled;
}
