import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { reachTransfer } from './reach.ts';
import * as store from './store.ts';
import { wayOf } from './ways/way-of.ts';

/** The job that asks a provider to give the money back. */
export const REFUND_JOB = 'refund-transfer';

/**
 * A service, for a transfer of its own dealing, or the owner asks that the money go back. Nothing personal leaves with
 * that: the provider knows the transfer by its random number.
 */
export const refundTransfer = defineAct({
  name: 'refundTransfer',
  section: 'use',
  askers: ['service', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'просит вернуть деньги', en: 'asks for the money to go back', uk: 'просить повернути гроші' },
  method: 'POST',
  path: '/transfers/{transfer}/refund',
  input: z.strictObject({ transfer: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, asker, input) {
    const transfer = await store.findTransfer(tx, input.transfer);
    if (transfer === undefined || transfer.attempt === 0) return undefined;
    if (asker.kind !== 'service') return reachTransfer(transfer);
    const dealing = transfer.dealingId === null ? undefined : await store.findDealing(tx, transfer.dealingId);
    return dealing?.service === asker.id ? reachTransfer(transfer) : undefined;
  },
  async run({ tx, parts, reached: { personId, transfer }, version }) {
    if (transfer.settled !== 'paid') throw new Refusal('conflict', 'only what was paid can be given back');
    const provider = version.declarations.providers.find(({ id }) => id === transfer.provider);
    if (provider === undefined || wayOf(provider).refund === undefined) {
      throw new Refusal('conflict', 'this provider takes no request to give money back');
    }
    const job = { jobId: parts.random.uuid(), personId, reference: transfer.transferId };
    await enqueue(tx, { ...job, kind: REFUND_JOB });
    return { id: transfer.transferId };
  },
});
