import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { factsOfAnswering } from '../demand-facts.ts';
import { beforeDeadline, demandOpen, triesLeft, wayAllowed } from '../facts.ts';
import { forgetStandingProofs } from '../forget-standing-proofs.ts';
import { ownDemand } from '../reach.ts';
import * as store from '../store.ts';

/** The person who cannot come asks for a letter: the code in it, entered here, proves the address it went to. */
export const askForLetter = defineAct({
  name: 'askForLetter',
  section: 'collection',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [demandOpen, beforeDeadline, wayAllowed, triesLeft],
  words: {
    ru: 'просит письмо с кодом',
    en: 'asks for a letter with a code',
    uk: 'просить лист із кодом',
  },
  method: 'POST',
  path: '/demands/{demand}/letter',
  input: z.strictObject({ demand: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, { demand }) => ownDemand(tx, asker, demand),
  factsNow: ({ tx, at, reached }) => factsOfAnswering(tx, at, reached.demand.demandId, 'post'),
  async run({ tx, parts, reached: { personId, demand } }) {
    await forgetStandingProofs({ tx, parts }, personId, [demand.demandId]);
    const proofId = parts.random.uuid();
    await store.insertProof(tx, { personId, proofId, demandId: demand.demandId, way: 'post' });
    return { id: proofId };
  },
});
