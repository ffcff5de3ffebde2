import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { PAGE_ROWS_MAX } from '../../kernel/limits.ts';
import * as store from './conversation/store.ts';

/** Which conversations wait for an answer. No text is opened and nobody is named. */
export const listConversations = defineAct({
  name: 'listConversations',
  section: 'collection',
  askers: ['support', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит, какие переписки ждут ответа',
    en: 'looks which conversations wait for an answer',
    uk: 'переглядає, яке листування чекає на відповідь',
  },
  method: 'GET',
  path: '/waiting-conversations',
  internal: true,
  input: z.strictObject({}),
  recording: 'none',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  async run({ tx, asker }) {
    const own = asker.kind === 'person' ? asker.personId : null;
    const rows = await store.conversationsWaiting(tx, PAGE_ROWS_MAX);
    return {
      waiting: await store.countConversationsWaiting(tx),
      conversations: rows.map(({ conversationId, begunAt, lastAt, assignedTo }) => ({
        id: conversationId,
        begunAt,
        lastAt,
        whose: whoseIs(assignedTo, own),
      })),
    };
  },
});

/** Whose a conversation is, as the reader may know it: colleagues are not named. */
export function whoseIs(assignedTo: string | null, reader: string | null): 'yours' | 'another' | 'nobody' {
  if (assignedTo === null) return 'nobody';
  return assignedTo === reader ? 'yours' : 'another';
}
