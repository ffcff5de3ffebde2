import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { readCannedAnswers } from './conversation/store.ts';
import { whoseIs } from './list-conversations.ts';
import { MESSAGE_CATEGORY } from './message-text.ts';
import { messagesToOpen, openedMessages } from './messages-to-open.ts';
import { anyConversation } from './reach.ts';

/** The administration reads what was written to it: the messages and nothing else of the person. Each look is recorded. */
export const readConversation = defineAct({
  name: 'readConversation',
  section: 'collection',
  askers: ['support', 'owner'],
  recipients: ['staff'],
  opens: 'own',
  categories: [MESSAGE_CATEGORY],
  facts: [],
  words: {
    ru: 'читает переписку с человеком',
    en: 'reads a conversation with the person',
    uk: 'читає листування з людиною',
  },
  method: 'GET',
  path: '/waiting-conversations/{conversation}',
  internal: true,
  input: z.strictObject({ conversation: z.uuid() }),
  recording: 'each',
  changesFacts: false,
  reach: (tx, _asker, { conversation }) => anyConversation(tx, conversation),
  fields: ({ tx, reached }) => messagesToOpen(tx, reached.conversation),
  async run({ tx, reached: { conversation }, opened, asker }) {
    return {
      id: conversation.conversationId,
      begunAt: conversation.begunAt,
      whose: whoseIs(conversation.assignedTo, asker.kind === 'person' ? asker.personId : null),
      canned: await readCannedAnswers(tx),
      messages: await openedMessages(tx, conversation, opened),
    };
  },
});
