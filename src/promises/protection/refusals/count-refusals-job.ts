import type { Db, Sql } from '../../../kernel/db/db.ts';
import type { JobHandler } from '../../../kernel/jobs.ts';
import { type Band, band } from '../report.ts';
import { countRefusals, type OutsideRecipient, readRefusals } from './store.ts';

/** The job that keeps the register of refusals. */
export const COUNT_REFUSALS_JOB = 'count-refusals';
const AGAIN_SECONDS = 600;

export function countRefusalsJob(db: Db): JobHandler {
  return async () => ({ againInSeconds: (await countRefusals(db)) ? 0 : AGAIN_SECONDS });
}

/** One line of the register: «во всех остальных случаях — никогда», as it happened. */
export interface RefusalLine {
  readonly half: string;
  readonly act: string;
  readonly recipient: OutsideRecipient;
  readonly refused: Band;
}

/** Who outside asked and was refused, in bands where a number is small. */
export async function registerOfRefusals(sql: Sql): Promise<readonly RefusalLine[]> {
  return (await readRefusals(sql)).map(({ refused, ...line }) => ({ ...line, refused: band(refused) }));
}
