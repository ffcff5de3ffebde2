import type { Gate } from '../../kernel/gate/gate.ts';
import type { JobEnd, JobHandler } from '../../kernel/jobs.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { handOverTransfer } from './hand-over-transfer.ts';
import { providerSecrets } from './provider-secrets.ts';
import { recordTransferOutcome } from './record-transfer-outcome.ts';
import * as store from './store.ts';
import type { Answer } from './ways/way.ts';
import { wayOf } from './ways/way-of.ts';

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
    const { reads, log } = gate.parts;
    const before = await store.findTransfer(reads, reference);
    if (before === undefined || before.cancelledAt !== null) return 'done';
    await closeOpenAttempt(gate, before);
    try {
      const [{ output }, secrets] = await Promise.all([
        gate.pass(handOverTransfer, worker, { transfer: reference }),
        providerSecrets(gate.parts, before.provider),
      ]);
      const { provider, attempt } = output;
      const way = wayOf(provider);
      const answer: Answer =
        secrets === undefined || way.handOver === undefined
          ? { outcome: 'refused' }
          : await way.handOver(output, secrets, gate.parts);
      await gate.pass(recordTransferOutcome, worker, { transfer: reference, attempt, ...answer });
      log.info('transfer-handed-over', { transfer: reference, provider: provider.id, outcome: answer.outcome });
      return answer.outcome === 'unknown' && provider.idempotent ? { againInSeconds: AGAIN_SECONDS } : 'done';
    } catch (error) {
      // The policy refused: it is in the person's history, and asking again would only be refused again.
      if (error instanceof Refusal && error.code === 'forbidden_by_policy') return { failed: 'refused-by-policy' };
      throw error;
    }
  };
}

/** An attempt of which nobody recorded what came of it: unknown, before anything else is tried. */
export async function closeOpenAttempt(gate: Gate, { transferId, attempt, outcome }: store.TransferRow): Promise<void> {
  if (attempt === 0 || outcome !== null) return;
  await gate.pass(recordTransferOutcome, worker, { transfer: transferId, attempt, outcome: 'unknown' });
}
