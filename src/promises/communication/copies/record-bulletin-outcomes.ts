import { z } from 'zod';
import { toWrite } from '../../../kernel/db/writing.ts';
import { defineRecording } from '../../../kernel/gate/opening.ts';
import { BATCH_PERSONS_MAX } from '../../../kernel/limits.ts';
import { ATTEMPTS_MAX } from '../limits.ts';
import * as store from './store.ts';

/**
 * What the relay made of some copies: accepted, refused (`gone`: there is no such mailbox), put off, `unsent` where a crash came before its turn, or unknown where it left no answer.
 * An unknown copy is never offered again by itself. Recorded for the site, several at once: that a copy left is in its
 * person's history already, and the outcome stands beside the message.
 */
export const recordBulletinOutcomes = defineRecording({
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
          outcome: z.enum(['accepted', 'refused', 'gone', 'deferred', 'unsent', 'unknown']),
        }),
      )
      .min(1)
      .max(BATCH_PERSONS_MAX),
  }),
  recording: 'each',
  changesFacts: false,
  // Often while the next copies are taken, whose statements and commit it shares.
  onVersionAlone: true,
  // Of the site's chain: the rows name the bulletin, and one that is not there changes nothing.
  reach: async () => ({ personId: null }),
  writes({ input: { bulletin, outcomes } }) {
    const rows = outcomes.map(({ person: personId, attempt, outcome: said }) => {
      const outcome = said === 'gone' ? ('refused' as const) : said === 'unsent' ? ('deferred' as const) : said;
      const again = said === 'unsent' || (outcome === 'deferred' && attempt < ATTEMPTS_MAX);
      const settledAs = again ? null : outcome === 'deferred' ? ('refused' as const) : outcome;
      const againInSeconds = said === 'unsent' ? 0 : pauseAfter(attempt);
      return { personId, attempt, outcome, gone: said === 'gone', settledAs, againInSeconds };
    });
    return toWrite(store.outcomesOfCopies, { bulletin, outcomes: rows });
  },
  answer: () => ({}),
});

/** Five minutes, then three times longer each time: greylisting ends after minutes, an outage after hours. */
function pauseAfter(attempt: number): number {
  return 300 * 3 ** (attempt - 1);
}
