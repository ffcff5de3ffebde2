import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { tellOfTransfer } from './notices/tell-services.ts';
import { reachTransfer } from './reach.ts';
import * as store from './store.ts';

/**
 * How a transfer ended: what the provider answered when our worker asked it, or what a person of the administration found
 * out where it gives no answer. Never what came unasked. The provider's page on which it was finished is forgotten.
 */
export const settleTransfer = defineAct({
  name: 'settleTransfer',
  section: 'use',
  askers: ['worker', 'owner', 'support'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'записывает, чем закончился перевод',
    en: 'records how a transfer ended',
    uk: 'записує, чим закінчився переказ',
  },
  method: 'POST',
  path: '/transfers/{transfer}/settlement',
  internal: true,
  input: z.strictObject({ transfer: z.uuid(), status: z.enum(['paid', 'failed', 'refunded']) }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, input) {
    const transfer = await store.findTransfer(tx, input.transfer);
    return transfer !== undefined && transfer.attempt > 0 ? reachTransfer(transfer) : undefined;
  },
  async run({ tx, asker, reached: { personId, transfer }, input, parts }) {
    const by = asker.kind === 'worker' ? 'provider' : 'staff';
    const row = { personId, transferId: transfer.transferId, status: input.status, by } as const;
    if (!(await store.insertSettlement(tx, row))) throw new Refusal('conflict', 'it stands like this already');
    await tellOfTransfer(tx, personId, transfer.transferId, input.status);
    if (transfer.pageRecord !== null) {
      await store.setPage(tx, personId, transfer.transferId, null);
      await parts.keyring.forget(tx, personId, [transfer.pageRecord]);
    }
    return { id: transfer.transferId };
  },
});
