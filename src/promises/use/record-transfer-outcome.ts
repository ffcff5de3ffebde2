import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { tellOfTransfer } from './notices/tell-services.ts';
import { PAGE_FIELD } from './payee.ts';
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
    /** The provider's own id of it. */
    reference: z.string().min(1).max(255).optional(),
    /** The provider's page on which the person finishes: sealed like everything that is somebody's. */
    page: z.url().max(2000).optional(),
  }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, input) {
    const transfer = await store.findTransfer(tx, input.transfer);
    return transfer && reachTransfer(transfer);
  },
  async run({ tx, reached, input, parts }) {
    const { personId, transfer } = reached;
    const { transferId } = transfer;
    const { attempt, outcome, reference = null, page } = input;
    if (!(await store.insertOutcome(tx, { personId, transferId, attempt, outcome, reference }))) {
      throw new Refusal('conflict', 'this attempt has an outcome already');
    }
    await tellOfTransfer(tx, personId, transferId, outcome);
    if (page !== undefined) {
      const value = { field: PAGE_FIELD, plaintext: page, role: 'file' } as const;
      const [stored] = await parts.keyring.store(tx, personId, [value]);
      assert(stored !== undefined, 'what is stored has a record');
      await store.setPage(tx, personId, transferId, stored.recordId);
    }
    return {};
  },
});
