import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import * as store from './store.ts';

/** A kept answer is no longer offered. */
export const dropCannedAnswer = defineAct({
  name: 'dropCannedAnswer',
  section: 'collection',
  askers: ['support', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'убирает заготовку ответа',
    en: 'drops a kept answer',
    uk: 'прибирає заготовку відповіді',
  },
  method: 'DELETE',
  path: '/canned-answers/{answer}',
  internal: true,
  input: z.strictObject({ answer: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx, input }) {
    if (!(await store.deleteCannedAnswer(tx, input.answer))) throw new Refusal('not_found', 'there is no such answer');
    return {};
  },
});
