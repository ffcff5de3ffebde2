import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { anyConversation } from '../reach.ts';
import * as store from './store.ts';

/** A member of staff takes a conversation, also from a colleague, or gives it back. Nothing of it is opened. */
export const assignConversation = defineAct({
  name: 'assignConversation',
  section: 'collection',
  askers: ['support', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'берёт переписку себе или возвращает её',
    en: 'takes a conversation or gives it back',
    uk: 'бере листування собі або повертає його',
  },
  method: 'PUT',
  path: '/waiting-conversations/{conversation}/assignment',
  internal: true,
  input: z.strictObject({ conversation: z.uuid(), to: z.enum(['me', 'nobody']) }),
  recording: 'each',
  changesFacts: false,
  reach: (tx, _asker, { conversation }) => anyConversation(tx, conversation),
  async run({ tx, reached: { conversation }, asker, input }) {
    assert(asker.kind === 'person', 'staff are persons');
    await store.assignConversation(tx, conversation, input.to === 'me' ? asker.personId : null);
    return { id: conversation.conversationId };
  },
});
