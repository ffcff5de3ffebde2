import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { requiredFieldsLeft } from './facts.ts';
import { messageTextSchema } from './message-text.ts';
import { ownConversation } from './reach.ts';
import { requiredFieldsMissing } from './required-fields.ts';
import { writeOwnMessage } from './write-own-message.ts';

/** The person goes on with a conversation; the required fields must still be there. */
export const writeMessage = defineAct({
  name: 'writeMessage',
  section: 'collection',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [requiredFieldsLeft],
  words: {
    ru: 'продолжает переписку с администрацией',
    en: 'goes on with a conversation with the administration',
    uk: 'продовжує листування з адміністрацією',
  },
  method: 'POST',
  path: '/conversations/{conversation}/messages',
  input: z.strictObject({ conversation: z.uuid(), text: messageTextSchema, language: z.enum(LANGUAGES) }),
  recording: 'each',
  changesFacts: true,
  idempotent: true,
  reach: (tx, asker, { conversation }) => ownConversation(tx, asker, conversation),
  factsNow: async ({ tx, version, reached }) => ({
    requiredFieldsLeft: (await requiredFieldsMissing(tx, version.declarations, reached.personId)).length === 0,
  }),
  async run(running) {
    const { personId, conversation } = running.reached;
    const { text, language } = running.input;
    const { conversationId } = conversation;
    running.made(await writeOwnMessage(running, { personId, conversationId, text, language }));
    return { id: conversationId };
  },
  again: async ({ reached }) => ({ id: reached.conversation.conversationId }),
});
