import type { Gate } from '../../kernel/gate/gate.ts';
import type { JobHandler } from '../../kernel/jobs.ts';
import { endHold } from './end-hold.ts';
import * as holds from './holds/store.ts';

const worker = { kind: 'worker' } as const;

/** Ends a hold when its term has run out. One that was renewed is looked at again at its new end. */
export function endHoldJob(gate: Gate): JobHandler {
  return async ({ reference }) => {
    if (reference === null) return { failed: 'no-reference' };
    const seconds = await holds.secondsLeft(gate.parts.db, reference);
    if (seconds === undefined) return 'done';
    if (seconds > 0) return { againInSeconds: seconds + 1 };
    await gate.pass(endHold, worker, { legalRequest: reference });
    return 'done';
  };
}
