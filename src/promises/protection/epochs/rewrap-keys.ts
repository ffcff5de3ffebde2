import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { rewrapBatch } from '../../../kernel/vault/key-turning.ts';

/** So many at once that a batch is one short transaction, and nobody waits for it long. */
const BATCH_KEYS_MAX = 1000;

/**
 * Wraps the keys of a batch of people by the key of the new epoch. The keys themselves stay what they are and no value is
 * opened, so the site's own chain gets one entry for the batch and no person's gets any.
 */
export const rewrapKeys = defineAct({
  name: 'rewrapKeys',
  section: 'protection',
  askers: ['worker', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'перешифровывает ключи новым ключом эпохи, ничего не открывая',
    en: 'wraps keys by the key of the new epoch and opens nothing',
    uk: 'перешифровує ключі новим ключем епохи, нічого не відкриваючи',
  },
  method: 'POST',
  path: '/key-batches',
  internal: true,
  input: z.strictObject({ after: z.uuid(), limit: z.int().min(1).max(BATCH_KEYS_MAX) }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  run: ({ tx, parts, input }) => rewrapBatch(tx, parts, input),
});
