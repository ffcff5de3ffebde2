import type { Db } from '../../db/db.ts';
import type { Random } from '../../ids.ts';
import { insertBatch, isAnyWaiting, lastBatch, lockBatches, takeWaiting } from './store.ts';

/** Leaves that sealed entries of a day share with fillers, from the first day on. */
const SEALED_BATCH_LEAVES = 16;

/** The kind of the rows that stand in the log for sealed entries and for fillers: their texts are never there. */
export const SEALED_KIND = 'sealedEntry';

/**
 * Puts the day's batch into the log: whatever waits, filled up with random leaves to the size of the day before. Nobody
 * can tell a filler from a commitment, so a day with a ban on telling looks like one without. One that is full is doubled,
 * at most once a day, and stays so; what found no room waits.
 */
export async function sealTheDay({ db, random }: { readonly db: Db; readonly random: Random }): Promise<void> {
  await db.transaction(async (tx) => {
    await lockBatches(tx);
    const last = await lastBatch(tx);
    if (last?.today === true) return;
    const size = last?.leaves ?? SEALED_BATCH_LEAVES;
    let taken = await takeWaiting(tx, size);
    let leaves = size;
    if (taken.length === size && (await isAnyWaiting(tx))) {
      taken = [...taken, ...(await takeWaiting(tx, size))];
      leaves = 2 * size;
    }
    const fillers = Array.from({ length: leaves - taken.length }, () => random.bytes(32));
    const all = [...taken.map(({ leaf }) => leaf), ...fillers];
    // The log orders what came at one instant by id, and the ids are random.
    await insertBatch(
      tx,
      all.map(() => random.uuid()),
      all,
    );
  });
}
