import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { PAGE_ROWS_MAX } from '../../kernel/limits.ts';
import * as store from './conversation/store.ts';
import { requiredFieldsMissing } from './required-fields.ts';

/** The person's conversations, and which required fields keep them from writing. */
export const seeConversations = defineAct({
  name: 'seeConversations',
  section: 'collection',
  askers: ['person'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит список своих переписок',
    en: 'looks at the list of their conversations',
    uk: 'переглядає перелік свого листування',
  },
  method: 'GET',
  path: '/conversations',
  input: z.strictObject({}),
  recording: 'none',
  changesFacts: false,
  reach: ownReach,
  async run({ tx, version, reached }) {
    const rows = await store.conversationsOfPerson(tx, reached.personId, PAGE_ROWS_MAX);
    return {
      missing: await requiredFieldsMissing(tx, version.declarations, reached.personId),
      conversations: rows.map(({ conversationId, begunAt, lastAt, lastBy }) => ({
        id: conversationId,
        begunAt,
        lastAt,
        lastBy,
      })),
    };
  },
});
