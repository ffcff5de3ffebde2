import assert from 'node:assert/strict';
import { z } from 'zod';
import { toWrite } from '../../kernel/db/writing.ts';
import { defineRecording } from '../../kernel/gate/opening.ts';
import { Refusal } from '../../kernel/refusal.ts';
import * as handed from './handed/store.ts';
import { PAGE_FIELD } from './payee.ts';
import { reachTransfer } from './reach.ts';
import * as store from './store.ts';

/**
 * What came of a hand-over: accepted, refused, or unknown, the last also where a crash left none. Never "probably".
 */
export const recordTransferOutcome = defineRecording({
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
  changesFacts: false,
  async reach(reads, _asker, input) {
    const transfer = await store.findTransfer(reads, input.transfer);
    const open = transfer?.attempt === input.attempt && transfer.outcome === null;
    if (transfer !== undefined && !open) throw new Refusal('conflict', 'this attempt has an outcome already');
    return transfer && reachTransfer(transfer);
  },
  writes: ({ reached: { personId, transfer }, input: { attempt, outcome, reference = null } }) =>
    toWrite(handed.outcomes, { personId, transferId: transfer.transferId, attempt, outcome, reference }),
  answer: () => ({}),
  more: {
    wanted: ({ page }) => page !== undefined,
    async run({ tx, reached: { personId, transfer }, input: { page = '' }, parts }) {
      const value = { field: PAGE_FIELD, plaintext: page, role: 'file' } as const;
      const [stored] = await parts.keyring.store(tx, personId, [value]);
      assert(stored !== undefined, 'what is stored has a record');
      await store.setPage(tx, personId, transfer.transferId, stored.recordId);
    },
  },
});
