import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { ATTEMPTS_MAX } from './limits.ts';
import * as store from './store.ts';

/**
 * What the relay made of a copy: accepted, refused, put off, or unknown, the last also where a crash left no answer.
 * An unknown copy is never offered again by itself.
 */
export const recordBulletinOutcome = defineAct({
  name: 'recordBulletinOutcome',
  section: 'communication',
  askers: ['worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'записывает, что стало с письмом',
    en: 'records what became of a message',
    uk: 'записує, що сталося з листом',
  },
  method: 'POST',
  path: '/bulletins/{bulletin}/outcomes',
  internal: true,
  input: z.strictObject({
    bulletin: z.uuid(),
    person: z.uuid(),
    attempt: z.int().min(1),
    outcome: z.enum(['accepted', 'refused', 'deferred', 'unknown']),
  }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { bulletin, person }) {
    const copy = await store.findCopy(tx, person, bulletin);
    return copy && { personId: copy.personId };
  },
  async run({ tx, reached, input }) {
    const { bulletin: bulletinId, attempt, outcome } = input;
    const again = outcome === 'deferred' && attempt < ATTEMPTS_MAX;
    const settledAs = again ? null : outcome === 'deferred' ? 'refused' : outcome;
    const row = { personId: reached.personId, bulletinId, attempt, outcome, settledAs, againInSeconds: pauseAfter(attempt) };
    if (!(await store.recordOutcome(tx, row))) throw new Refusal('conflict', 'this attempt has an outcome already');
    return {};
  },
});

/** Five minutes, then three times longer each time: greylisting ends after minutes, an outage after hours. */
function pauseAfter(attempt: number): number {
  return 300 * 3 ** (attempt - 1);
}
