import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { submissionOpen } from './facts.ts';
import * as store from './store.ts';
import { memberOf, submissionOpenNow, waitingReach } from './waiting-reach.ts';

/** What was left is answered: from now on nobody opens it by this way any more. */
export const endSubmission = defineAct({
  name: 'endSubmission',
  section: 'collection',
  askers: ['support', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [submissionOpen],
  words: { ru: 'закрывает обращение', en: 'closes a submission', uk: 'закриває звернення' },
  method: 'POST',
  path: '/inbox/{submission}/end',
  internal: true,
  input: z.strictObject({ submission: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, _asker, { submission }) => waitingReach(tx, submission),
  factsNow: ({ tx, reached }) => submissionOpenNow(tx, reached.waiting),
  async run({ tx, reached, asker }) {
    await store.markDone(tx, reached.waiting, memberOf(asker));
    return { id: reached.waiting.submissionId };
  },
});
