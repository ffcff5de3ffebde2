import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { keepMessage } from './keep-message.ts';
import { messageTextSchema } from './message-text.ts';
import { anyConversation } from './reach.ts';

/** The administration answers. The person finds it in the account; no mail goes out for it. */
export const answerConversation = defineAct({
  name: 'answerConversation',
  section: 'collection',
  askers: ['support', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'отвечает человеку в переписке',
    en: 'answers the person in a conversation',
    uk: 'відповідає людині в листуванні',
  },
  method: 'POST',
  path: '/waiting-conversations/{conversation}/answers',
  internal: true,
  input: z.strictObject({ conversation: z.uuid(), text: messageTextSchema }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, _asker, { conversation }) => anyConversation(tx, conversation),
  async run({ tx, parts, reached, input }) {
    const { personId, conversation } = reached;
    const { conversationId } = conversation;
    await keepMessage({ tx, parts }, { personId, conversationId, writtenBy: 'administration', text: input.text });
    return { id: conversationId };
  },
});
