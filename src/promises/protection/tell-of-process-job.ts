import type { Gate } from '../../kernel/gate/gate.ts';
import type { JobHandler } from '../../kernel/jobs.ts';
import { BATCH_PERSONS_MAX } from '../../kernel/limits.ts';
import * as store from './store.ts';
import { tellOfProcess } from './tell-of-process.ts';
import { unlessRefused } from './unless-refused.ts';

/** The job that a list of dealings leaves for the worker. */
export const TELL_OF_PROCESS_JOB = 'tell-of-process';

const worker = { kind: 'worker' } as const;

/** Tells everybody on the list who was not told yet. */
export function tellOfProcessJob(gate: Gate): JobHandler {
  return async ({ reference }) => {
    if (reference === null) return { failed: 'no-reference' };
    const untold = await store.untoldPositions(gate.parts.db, reference);
    // A batch a run, so that no job lasts longer than its lease.
    for (const position of untold.slice(0, BATCH_PERSONS_MAX)) {
      await unlessRefused(() => gate.pass(tellOfProcess, worker, { legalRequest: reference, position }));
    }
    return untold.length > BATCH_PERSONS_MAX ? { againInSeconds: 0 } : 'done';
  };
}
