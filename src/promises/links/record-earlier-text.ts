import { createHash } from 'node:crypto';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { insertEarlierText } from './store.ts';

/** An owner states which text of the policy was in force on this site when people left the data that are brought now. */
export const recordEarlierText = defineAct({
  name: 'recordEarlierText',
  section: 'links',
  askers: ['owner', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'записывает, какой текст Политики действовал раньше',
    en: 'states which text of the policy was in force earlier',
    uk: 'записує, який текст Політики діяв раніше',
  },
  method: 'POST',
  path: '/earlier-texts',
  internal: true,
  input: z.strictObject({
    words: z.string().trim().min(1).max(200_000),
    /** Who of the owners says so. */
    by: z.string().trim().min(1).max(200),
  }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx, parts, input: { words, by } }) {
    const id = parts.random.uuid();
    const digest = createHash('sha256').update(words).digest();
    await insertEarlierText(tx, { id, digest, words, by });
    return { id, digest: digest.toString('hex') };
  },
});
