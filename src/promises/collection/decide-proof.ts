import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { decisionSchema, seenSchema } from './decision-input.ts';
import {
  asSeen,
  assignedReviewer,
  demandOpen,
  proofOfAnother,
  proofUndecided,
  reviewerDiffers,
  soleVerifier,
} from './facts.ts';
import { keepDecision } from './keep-decision.ts';
import { proofWithDemand } from './reach.ts';
import { factsOfReviewing, seenDigest } from './reviewing.ts';
import * as store from './store.ts';

/**
 * A reviewer accepts an image, asks for another or refuses it, with a reason of a closed list. Whoever demanded does not
 * decide, unless they are the only verifier; then the entry says so. With the decision the image is destroyed.
 */
export const decideProof = defineAct({
  name: 'decideProof',
  section: 'collection',
  askers: ['verifier', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [demandOpen, proofUndecided, asSeen, reviewerDiffers, soleVerifier, proofOfAnother, assignedReviewer],
  words: {
    ru: 'решает о присланном документе и уничтожает его',
    en: 'decides on the document and destroys it',
    uk: 'вирішує щодо надісланого документа і знищує його',
  },
  method: 'POST',
  path: '/proofs/{proof}/decision',
  internal: true,
  input: z.strictObject({ proof: z.uuid(), seen: seenSchema, decided: decisionSchema }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { proof: proofId }) {
    const proof = await store.findProof(tx, proofId);
    return proof?.way === 'online' ? await proofWithDemand(tx, proof) : undefined;
  },
  async factsNow({ tx, at, asker, reached, input }) {
    const { codeUnused: _, codeInTime: __, ...facts } = await factsOfReviewing(tx, at, asker, reached.proof);
    return { ...facts, asSeen: (await seenDigest(tx, reached.demand)) === input.seen };
  },
  async run(running) {
    await keepDecision(running, running.input.decided);
    return { id: running.reached.proof.proofId };
  },
});
