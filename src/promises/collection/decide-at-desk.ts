import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { LETTER_CODE_DAYS_MAX } from '../../kernel/limits.ts';
import { decisionSchema, seenSchema } from './decision-input.ts';
import { makeDeskCode, proofCodeHash } from './desk-code.ts';
import { asSeen, codeInTime, codeUnused, demandOpen, proofOfAnother, reviewerDiffers, soleVerifier } from './facts.ts';
import { keepDecision } from './keep-decision.ts';
import { noteSlip } from './letter/store.ts';
import { proofWithDemand } from './reach.ts';
import { factsOfReviewing, seenDigest } from './reviewing.ts';
import * as store from './store.ts';

/** The agent at the desk records what kind of document was shown and what followed from it; the code is then used up. */
export const decideAtDesk = defineAct({
  name: 'decideAtDesk',
  section: 'collection',
  askers: ['verifier', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [demandOpen, codeUnused, codeInTime, asSeen, reviewerDiffers, soleVerifier, proofOfAnother],
  words: {
    ru: 'решает о документе, показанном очно',
    en: 'decides on a document shown in person',
    uk: 'вирішує щодо документа, показаного очно',
  },
  method: 'POST',
  path: '/desk/decision',
  internal: true,
  input: z.strictObject({ code: z.string().min(1).max(40), seen: seenSchema, decided: decisionSchema }),
  recording: 'each',
  changesFacts: true,
  prepare: async ({ keys }, _asker, { code }) => proofCodeHash(keys, 'desk-code', code) ?? null,
  reach: async (tx, _asker, _input, hash) =>
    hash === null ? undefined : await proofWithDemand(tx, await store.findProofByCode(tx, hash)),
  async factsNow({ tx, at, asker, reached, input }) {
    const { proofUndecided: _, assignedReviewer: __, ...facts } = await factsOfReviewing(tx, at, asker, reached.proof);
    return { ...facts, asSeen: (await seenDigest(tx, reached.demand)) === input.seen };
  },
  async run(running) {
    const { tx, at, parts, reached, input } = running;
    const { personId, proof } = reached;
    await keepDecision(running, input.decided);
    if (input.decided.decision !== 'approved') return { id: proof.proofId, slip: null };
    // The slip that the person takes home: its code is shown to the agent once and to nobody later.
    const slip = makeDeskCode(parts.random);
    const hash = proofCodeHash(parts.keys, 'slip', slip);
    assert(hash !== undefined, 'a made code can be read');
    const until = new Date(at.getTime() + LETTER_CODE_DAYS_MAX * 86_400_000);
    await noteSlip(tx, { personId, proofId: proof.proofId, hash, until });
    return { id: proof.proofId, slip: { code: slip, until } };
  },
});
