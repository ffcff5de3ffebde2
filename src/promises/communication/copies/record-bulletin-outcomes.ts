import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { BATCH_PERSONS_MAX } from '../../../kernel/limits.ts';
import { ATTEMPTS_MAX } from '../limits.ts';
import { countReturns } from '../returns/store.ts';
import { findBulletin } from '../store.ts';
import * as store from './store.ts';

/**
 * What the relay made of some copies: accepted, refused (`gone`: there is no such mailbox), put off, or unknown, the last also where a crash left no answer.
 * An unknown copy is never offered again by itself. Recorded for the site, several at once: that a copy left is in its
 * person's history already, and the outcome stands beside the message.
 */
export const recordBulletinOutcomes = defineAct({
  name: 'recordBulletinOutcomes',
  section: 'communication',
  askers: ['worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'записывает, что стало с письмами',
    en: 'records what became of messages',
    uk: 'записує, що сталося з листами',
  },
  method: 'POST',
  path: '/bulletins/{bulletin}/outcomes',
  internal: true,
  input: z.strictObject({
    bulletin: z.uuid(),
    outcomes: z
      .array(
        z.strictObject({
          person: z.uuid(),
          attempt: z.int().min(1),
          outcome: z.enum(['accepted', 'refused', 'gone', 'deferred', 'unknown']),
        }),
      )
      .min(1)
      .max(BATCH_PERSONS_MAX),
  }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { bulletin }) {
    return (await findBulletin(tx, bulletin)) && { personId: null };
  },
  async run({ tx, input }) {
    const rows = input.outcomes.map(({ person, attempt, outcome: said }) => {
      const outcome = said === 'gone' ? 'refused' : said;
      const again = outcome === 'deferred' && attempt < ATTEMPTS_MAX;
      const settledAs = again ? null : outcome === 'deferred' ? ('refused' as const) : outcome;
      return { personId: person, attempt, outcome, settledAs, againInSeconds: pauseAfter(attempt) };
    });
    await store.recordOutcomes(tx, input.bulletin, rows);
    const gone = input.outcomes.filter(({ outcome }) => outcome === 'gone').map(({ person }) => person);
    if (gone.length > 0) await countReturns(tx, await store.tagsOfCopies(tx, input.bulletin, gone), 'gone');
    return {};
  },
});

/** Five minutes, then three times longer each time: greylisting ends after minutes, an outage after hours. */
function pauseAfter(attempt: number): number {
  return 300 * 3 ** (attempt - 1);
}
