import type { Gate } from '../../kernel/gate/gate.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import type { JobEnd, JobHandler } from '../../kernel/jobs.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { closeOpenAttempt } from './hand-over-job.ts';
import { providerSecrets } from './provider-secrets.ts';
import { settleTransfer } from './settle-transfer.ts';
import * as store from './store.ts';
import type { Asked } from './ways/way.ts';
import { wayOf } from './ways/way-of.ts';

/** Between two questions while there is no end yet, and how long they go on. */
const AGAIN_SECONDS = 600;
const ASKED_FOR_HOURS = 24;

/** Asks a provider how a transfer stands, and records only what it answers. Without an answer a person must find out. */
export function checkJob(gate: Gate): JobHandler {
  return async ({ reference }): Promise<JobEnd> => {
    const found = await toAsk(gate, reference);
    if (found === undefined) return 'done';
    const { asked, way } = found;
    const { transfer } = asked;
    const status = (await way.status?.(asked)) ?? null;
    if (status !== null) {
      if (status !== transfer.settled) await settle(gate, transfer.transferId, status);
      return 'done';
    }
    if (transfer.settled !== null || way.status === undefined) return 'done';
    const since = transfer.handedOverAt ?? transfer.startedAt;
    const late = gate.parts.clock.now().getTime() - since.getTime() > ASKED_FOR_HOURS * 3_600_000;
    if (!late) return { againInSeconds: AGAIN_SECONDS };
    // Whoever went to the provider's page and never came to an end there: nobody pretends to know.
    await closeOpenAttempt(gate, transfer);
    return 'done';
  };
}

/** Asks a provider to give money back, then how the transfer stands. */
export function refundJob(gate: Gate): JobHandler {
  return async ({ reference }): Promise<JobEnd> => {
    const found = await toAsk(gate, reference);
    if (found === undefined || found.asked.transfer.settled !== 'paid') return 'done';
    const outcome = await found.way.refund?.(found.asked);
    if (outcome === 'unknown') return { againInSeconds: AGAIN_SECONDS };
    if (outcome !== 'accepted') return { failed: 'refund-refused' };
    const status = await found.way.status?.(found.asked);
    if (status === 'refunded') await settle(gate, found.asked.transfer.transferId, status);
    return 'done';
  };
}

async function toAsk(gate: Gate, transferId: string | null) {
  const { parts } = gate;
  const transfer = transferId === null ? undefined : await store.findTransfer(parts.db, transferId);
  if (transfer === undefined || transfer.attempt === 0) return undefined;
  const { declarations } = await versionInForce(parts);
  const provider = declarations.providers.find(({ id }) => id === transfer.provider);
  const secrets = await providerSecrets(parts, transfer.provider);
  if (provider === undefined || secrets === undefined) return undefined;
  const asked: Asked = { provider, transfer, secrets, parts };
  return { asked, way: wayOf(provider) };
}

async function settle(gate: Gate, transfer: string, status: store.Settled): Promise<void> {
  await gate.pass(settleTransfer, { kind: 'worker' }, { transfer, status }).catch((error: unknown) => {
    // Another process asked at the same time and was first.
    if (!(error instanceof Refusal) || error.code !== 'conflict') throw error;
  });
}
