import type { Gate } from '../../kernel/gate/gate.ts';
import type { JobEnd, JobHandler } from '../../kernel/jobs.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { signingSecretName } from '../security/index.ts';
import { callProvider } from './call-provider.ts';
import { handOverTransfer } from './hand-over-transfer.ts';
import { recordTransferOutcome } from './record-transfer-outcome.ts';
import * as store from './store.ts';

const worker = { kind: 'worker' } as const;
/** How long to wait before a repeat with the provider's own idempotency key, seconds. */
const AGAIN_SECONDS = 5;

/**
 * The worker's way of a transfer: an attempt that a crash left open becomes unknown first; then the gate is asked, the
 * call made, the outcome recorded. Only an unknown outcome at an idempotent provider is tried again, while the grant
 * lives.
 */
export function handOverJob(gate: Gate): JobHandler {
  return async ({ reference }): Promise<JobEnd> => {
    if (reference === null) return { failed: 'no-reference' };
    const { db, siteSecrets, log } = gate.parts;
    const before = await store.findTransfer(db, reference);
    if (before === undefined || before.cancelledAt !== null) return 'done';
    if (before.attempt > 0 && before.outcome === null) {
      await gate.pass(recordTransferOutcome, worker, {
        transfer: reference,
        attempt: before.attempt,
        outcome: 'unknown',
      });
    }
    try {
      const { output } = await gate.pass(handOverTransfer, worker, { transfer: reference });
      const secret = await siteSecrets.read(db, signingSecretName(output.provider.id));
      const outcome = secret === undefined ? 'refused' : await callProvider(output, secret, gate.parts);
      await gate.pass(recordTransferOutcome, worker, { transfer: reference, attempt: output.attempt, outcome });
      log.info('transfer-handed-over', { transfer: reference, provider: output.provider.id, outcome });
      return outcome === 'unknown' && output.provider.idempotent ? { againInSeconds: AGAIN_SECONDS } : 'done';
    } catch (error) {
      // The policy refused: it is in the person's history, and asking again would only be refused again.
      if (error instanceof Refusal && error.code === 'forbidden_by_policy') return { failed: 'refused-by-policy' };
      throw error;
    }
  };
}
