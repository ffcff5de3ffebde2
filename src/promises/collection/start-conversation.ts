import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import * as store from './conversation/store.ts';
import { requiredFieldsLeft } from './facts.ts';
import { messageTextSchema } from './message-text.ts';
import { requiredFieldsMissing } from './required-fields.ts';
import { writeOwnMessage } from './write-own-message.ts';

/**
 * «Для общения на сайте необходимо ввести некоторые персональные данные»: the person writes to the administration once
 * the required fields are there. Nothing else waits for them, and no mail goes out.
 */
export const startConversation = defineAct({
  name: 'startConversation',
  section: 'collection',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [requiredFieldsLeft],
  words: {
    ru: 'пишет администрации',
    en: 'writes to the administration',
    uk: 'пише адміністрації',
  },
  method: 'POST',
  path: '/conversations',
  input: z.strictObject({ text: messageTextSchema, language: z.enum(LANGUAGES) }),
  recording: 'each',
  changesFacts: true,
  idempotent: true,
  reach: ownReach,
  factsNow: async ({ tx, version, reached }) => ({
    requiredFieldsLeft: (await requiredFieldsMissing(tx, version.declarations, reached.personId)).length === 0,
  }),
  async run(running) {
    const { tx, parts, reached, input, made } = running;
    const conversationId = parts.random.uuid();
    await store.insertConversation(tx, reached.personId, conversationId);
    await writeOwnMessage(running, { ...input, personId: reached.personId, conversationId });
    made(conversationId);
    return { id: conversationId };
  },
  again: async (_running, reference) => ({ id: reference }),
});
