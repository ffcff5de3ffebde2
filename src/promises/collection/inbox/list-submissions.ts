import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { INBOX_PAGE_ROWS } from '../../../kernel/limits.ts';
import * as store from './store.ts';

/** What people left in forms and who of the administration has taken it. No value is opened and nobody is named. */
export const listSubmissions = defineAct({
  name: 'listSubmissions',
  section: 'collection',
  askers: ['support', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит, какие обращения ждут ответа',
    en: 'looks which submissions wait for an answer',
    uk: 'переглядає, які звернення чекають на відповідь',
  },
  method: 'GET',
  path: '/inbox',
  internal: true,
  input: z.strictObject({
    state: z.enum(store.INBOX_STATES),
    after: z.strictObject({ leftAt: z.iso.datetime(), submission: z.uuid() }).optional(),
  }),
  recording: 'none',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  async run({ tx, asker, input: { state, after } }) {
    const from = after === undefined ? null : { leftAt: new Date(after.leftAt), submissionId: after.submission };
    const [counts, rows] = await Promise.all([
      store.countInbox(tx),
      store.listInbox(tx, state, from, INBOX_PAGE_ROWS + 1),
    ]);
    const shown = rows.slice(0, INBOX_PAGE_ROWS);
    const last = rows.length > INBOX_PAGE_ROWS ? shown.at(-1) : undefined;
    const own = asker.kind === 'person' ? asker.personId : null;
    return {
      counts,
      submissions: shown.map(({ submissionId, form, leftAt, takenBy }) => ({
        id: submissionId,
        form,
        leftAt,
        takenByYou: takenBy !== null && takenBy === own,
      })),
      next: last === undefined ? null : { leftAt: last.leftAt, submission: last.submissionId },
    };
  },
});
