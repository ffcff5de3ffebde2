import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { ownTransfer } from './reach.ts';
import * as store from './store.ts';

/**
 * Until the hand-over begins the person drops a transfer, confirmed or not, without a trace anywhere else. Whom it would
 * have paid is forgotten.
 */
export const cancelTransfer = defineAct({
  name: 'cancelTransfer',
  section: 'use',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'отменяет перевод', en: 'cancels a transfer', uk: 'скасовує переказ' },
  method: 'POST',
  path: '/transfers/{transfer}/cancel',
  input: z.strictObject({ transfer: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, input) => ownTransfer(tx, asker, input.transfer),
  async run({ tx, reached, parts }) {
    const { payeeRecord } = reached.transfer;
    if (!(await store.cancelTransfer(tx, reached.personId, reached.transfer.transferId))) {
      throw new Refusal('conflict', 'this transfer is being handed over or was cancelled before');
    }
    if (payeeRecord !== null) await parts.keyring.forget(tx, reached.personId, [payeeRecord]);
    return { id: reached.transfer.transferId };
  },
});
