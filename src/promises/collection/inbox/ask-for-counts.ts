import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { enqueue } from '../../../kernel/jobs.ts';
import { putReminder, removeReminder } from './store.ts';
import { memberOf } from './waiting-reach.ts';

/** The job that looks, once a day, whether a member of staff is to hear how many wait. */
export const INBOX_COUNT_JOB = 'inbox-count';
export const DAY_SECONDS = 86_400;

/** A member of staff asks for a daily mail that holds one number, or ends it. It goes to the address they left themself. */
export const askForCounts = defineAct({
  name: 'askForCounts',
  section: 'collection',
  askers: ['support', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'просит письмо о том, сколько обращений ждёт, или отказывается от него',
    en: 'asks for a mail that says how many submissions wait, or ends it',
    uk: 'просить лист про те, скільки звернень чекає, або відмовляється від нього',
  },
  method: 'PUT',
  path: '/inbox/reminder',
  internal: true,
  input: z.strictObject({ wanted: z.boolean() }),
  recording: 'each',
  changesFacts: true,
  reach: async (_tx, asker) => (asker.kind === 'person' ? { personId: asker.personId } : undefined),
  async run({ tx, parts, asker, input, at }) {
    const personId = memberOf(asker);
    if (!input.wanted) await removeReminder(tx, personId);
    else if (await putReminder(tx, personId)) {
      const runAt = new Date(at.getTime() + DAY_SECONDS * 1000);
      await enqueue(tx, { jobId: parts.random.uuid(), kind: INBOX_COUNT_JOB, personId, reference: null, runAt });
    }
    return { wanted: input.wanted };
  },
});
