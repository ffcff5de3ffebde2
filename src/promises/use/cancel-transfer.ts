import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { tellOfTransfer } from './notices/tell-services.ts';
import { ownTransfer, reachTransfer } from './reach.ts';
import * as store from './store.ts';

/**
 * Until the hand-over begins the person drops a transfer, confirmed or not, without a trace anywhere else; and the worker
 * one whose confirmation has run out unused. Whom it would have paid is forgotten.
 */
export const cancelTransfer = defineAct({
  name: 'cancelTransfer',
  section: 'use',
  askers: ['person', 'worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'отменяет перевод', en: 'cancels a transfer', uk: 'скасовує переказ' },
  method: 'POST',
  path: '/transfers/{transfer}/cancel',
  input: z.strictObject({ transfer: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, asker, input) {
    if (asker.kind !== 'worker') return await ownTransfer(tx, asker, input.transfer);
    const transfer = await store.findTransfer(tx, input.transfer);
    return transfer && reachTransfer(transfer);
  },
  async run({ tx, reached, parts, asker, at }) {
    const { payeeRecord, grantUntil } = reached.transfer;
    if (asker.kind === 'worker' && (grantUntil === null || grantUntil > at)) {
      throw new Refusal('conflict', 'the confirmation of this transfer still stands');
    }
    if (!(await store.cancelTransfer(tx, reached.personId, reached.transfer.transferId))) {
      throw new Refusal('conflict', 'this transfer is being handed over or was cancelled before');
    }
    await tellOfTransfer(tx, reached.personId, reached.transfer.transferId, 'cancelled');
    if (payeeRecord !== null) await parts.keyring.forget(tx, reached.personId, [payeeRecord]);
    return { id: reached.transfer.transferId };
  },
});
