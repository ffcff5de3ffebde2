import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { reachTransfer } from './reach.ts';
import * as store from './store.ts';

/**
 * What came of a hand-over: accepted, refused, or unknown, the last also where a crash left none. Never "probably".
 */
export const recordTransferOutcome = defineAct({
  name: 'recordTransferOutcome',
  section: 'use',
  askers: ['worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'записывает, что ответили на перевод',
    en: 'records what was answered to a transfer',
    uk: 'записує, що відповіли на переказ',
  },
  method: 'POST',
  path: '/transfers/{transfer}/outcome',
  internal: true,
  input: z.strictObject({
    transfer: z.uuid(),
    attempt: z.int().min(1),
    outcome: z.enum(['accepted', 'refused', 'unknown']),
  }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, input) {
    const transfer = await store.findTransfer(tx, input.transfer);
    return transfer && reachTransfer(transfer);
  },
  async run({ tx, reached, input }) {
    const { personId, transfer } = reached;
    const { attempt, outcome } = input;
    if (!(await store.insertOutcome(tx, { personId, transferId: transfer.transferId, attempt, outcome }))) {
      throw new Refusal('conflict', 'this attempt has an outcome already');
    }
    return {};
  },
});
