import type { Gate } from '../../kernel/gate/gate.ts';
import type { JobEnd, JobHandler } from '../../kernel/jobs.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { cancelTransfer } from './cancel-transfer.ts';
import * as store from './store.ts';

const worker = { kind: 'worker' } as const;

/** A confirmation that nobody used in time ends its transfer, and what was confirmed is forgotten. */
export function expireJob(gate: Gate): JobHandler {
  return async ({ reference }): Promise<JobEnd> => {
    const { db, clock } = gate.parts;
    const transfer = reference === null ? undefined : await store.findTransfer(db, reference);
    if (transfer === undefined || transfer.attempt > 0 || transfer.cancelledAt !== null) return 'done';
    if (transfer.grantUntil === null) return 'done';
    const left = Math.ceil((transfer.grantUntil.getTime() - clock.now().getTime()) / 1000);
    if (left > 0) return { againInSeconds: left };
    try {
      await gate.pass(cancelTransfer, worker, { transfer: transfer.transferId });
      return 'done';
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // The hand-over or the person came first, or the clocks are not quite the same.
      if (error.code === 'conflict') return { againInSeconds: 5 };
      return { failed: 'refused-by-policy' };
    }
  };
}
