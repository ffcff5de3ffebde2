import type { Gate } from '../../kernel/gate/gate.ts';
import type { JobHandler } from '../../kernel/jobs.ts';
import { sealTheDay } from '../../kernel/ledger/sealed/seal-the-day.ts';
import { secondsToNextDay } from '../../kernel/ledger/sealed/store.ts';
import { BATCH_PERSONS_MAX } from '../../kernel/limits.ts';
import { openSealedEntry } from './open-sealed-entry.ts';
import * as store from './store.ts';

/** The job that comes back every day, whether there is a ban on telling or not. A migration wrote it. */
export const SEALED_DAY_JOB = 'sealed-day';

const worker = { kind: 'worker' } as const;

/** The day's batch of sealed entries, and after it the opening of those whose ban has ended. */
export function sealedDayJob(gate: Gate): JobHandler {
  return async () => {
    const { db } = gate.parts;
    await sealTheDay(gate.parts);
    for (;;) {
      const ended = await store.endedBans(db, BATCH_PERSONS_MAX);
      for (const { sealedId } of ended) await gate.pass(openSealedEntry, worker, { sealedEntry: sealedId });
      if (ended.length < BATCH_PERSONS_MAX) return { againInSeconds: await secondsToNextDay(db) };
    }
  };
}
