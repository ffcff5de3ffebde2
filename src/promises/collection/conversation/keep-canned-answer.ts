import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { CANNED_ANSWERS_MAX, MESSAGE_CHARACTERS_MAX } from '../../../kernel/limits.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { readMessageText } from '../message-text.ts';
import * as store from './store.ts';

/** An answer that is written often, kept to be written again. Words of the administration: it names nobody. */
export const keepCannedAnswer = defineAct({
  name: 'keepCannedAnswer',
  section: 'collection',
  askers: ['support', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'сохраняет заготовку ответа',
    en: 'keeps an answer to be written again',
    uk: 'зберігає заготовку відповіді',
  },
  method: 'POST',
  path: '/canned-answers',
  internal: true,
  input: z.strictObject({
    title: z.string().trim().min(1).max(100),
    text: z.string().min(1).max(MESSAGE_CHARACTERS_MAX),
  }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx, parts, input }) {
    if ((await store.readCannedAnswers(tx)).length >= CANNED_ANSWERS_MAX) {
      throw new Refusal('conflict', 'there are as many kept answers as there may be', { field: 'title' });
    }
    const id = parts.random.uuid();
    await store.insertCannedAnswer(tx, { id, title: input.title, answer: readMessageText(input.text) });
    return { id };
  },
});
