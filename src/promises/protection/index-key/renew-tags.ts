import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { renewTagBatch } from '../../../kernel/vault/tags/renew-tags.ts';

/** So many at once that a batch is one short transaction: who writes a tag waits for it. */
const BATCH_TAGS_MAX = 500;

/**
 * Renews the tags of a batch of addresses. A tag is unwrapped and wrapped again; whose address it is and what it says is
 * not opened, so the site's own chain gets one entry for the batch and no person's gets any.
 */
export const renewTags = defineAct({
  name: 'renewTags',
  section: 'protection',
  askers: ['worker', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'обновляет метки, по которым находят людей, ничего не открывая',
    en: 'renews the tags by which people are found and opens nothing',
    uk: 'оновлює мітки, за якими знаходять людей, нічого не відкриваючи',
  },
  method: 'POST',
  path: '/tag-batches',
  internal: true,
  input: z.strictObject({
    after: z.string().regex(/^([0-9a-f]{64})?$/),
    limit: z.int().min(1).max(BATCH_TAGS_MAX),
  }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx, parts, input: { after, limit } }) {
    const { renewed, last } = await renewTagBatch(tx, parts, { after: Buffer.from(after, 'hex'), limit });
    return { renewed, last: last?.toString('hex') ?? null };
  },
});
