import type { Db } from '../../../kernel/db/db.ts';
import type { JobHandler } from '../../../kernel/jobs.ts';
import { foldCounts } from './store.ts';

/** The job that keeps the counts of people put together. */
export const FOLD_COUNTS_JOB = 'fold-counts';
const AGAIN_SECONDS = 600;

export function foldCountsJob(db: Db): JobHandler {
  return async () => {
    // After a great import the next round comes at once.
    if (await foldCounts(db)) return { againInSeconds: 0 };
    return { againInSeconds: AGAIN_SECONDS };
  };
}
