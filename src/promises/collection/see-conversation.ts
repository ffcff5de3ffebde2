import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { MESSAGE_CATEGORY } from './message-text.ts';
import { messagesToOpen, openedMessages } from './messages-to-open.ts';
import { ownConversation } from './reach.ts';
import { requiredFieldsMissing } from './required-fields.ts';

/** The person reads their own conversation; that is never held back. */
export const seeConversation = defineAct({
  name: 'seeConversation',
  section: 'collection',
  askers: ['person'],
  recipients: ['person'],
  opens: 'own',
  categories: [MESSAGE_CATEGORY],
  facts: [],
  words: { ru: 'читает свою переписку', en: 'reads their own conversation', uk: 'читає своє листування' },
  method: 'GET',
  path: '/conversations/{conversation}',
  input: z.strictObject({ conversation: z.uuid() }),
  recording: 'session',
  changesFacts: false,
  reach: (tx, asker, { conversation }) => ownConversation(tx, asker, conversation),
  fields: ({ tx, reached }) => messagesToOpen(tx, reached.conversation),
  async run({ tx, version, reached, opened }) {
    const { conversation, personId } = reached;
    return {
      id: conversation.conversationId,
      begunAt: conversation.begunAt,
      missing: await requiredFieldsMissing(tx, version.declarations, personId),
      messages: await openedMessages(tx, conversation, opened),
    };
  },
});
