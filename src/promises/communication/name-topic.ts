import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import * as store from './store.ts';

const name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{C}]*$/u);

/** Names a topic that a person can stop by itself. */
export const nameTopic = defineAct({
  name: 'nameTopic',
  section: 'communication',
  askers: ['editor', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'называет тему рассылок', en: 'names a topic of bulletins', uk: 'називає тему розсилок' },
  method: 'PUT',
  path: '/topics/{topic}',
  internal: true,
  input: z.strictObject({ topic: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/), ru: name, en: name, uk: name }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx, input }) {
    await store.putTopic(tx, input);
    return {};
  },
});
