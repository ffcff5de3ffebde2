import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { submissionOpen } from './facts.ts';
import * as store from './store.ts';
import { memberOf, submissionOpenNow, waitingReach } from './waiting-reach.ts';

/** A member of staff takes what was left, also from a colleague. Nothing is opened. */
export const takeSubmission = defineAct({
  name: 'takeSubmission',
  section: 'collection',
  askers: ['support', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [submissionOpen],
  words: { ru: 'берёт обращение себе', en: 'takes a submission', uk: 'бере звернення собі' },
  method: 'POST',
  path: '/inbox/{submission}/taking',
  internal: true,
  input: z.strictObject({ submission: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, _asker, { submission }) => waitingReach(tx, submission),
  factsNow: ({ tx, reached }) => submissionOpenNow(tx, reached.waiting),
  async run({ tx, reached, asker }) {
    await store.takeFromInbox(tx, reached.waiting, memberOf(asker));
    return { id: reached.waiting.submissionId };
  },
});
