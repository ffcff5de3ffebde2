import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { EVIDENCE_DAYS_MAX } from '../../kernel/limits.ts';
import { evidenceDue } from './facts.ts';
import { forgetStandingProofs } from './forget-standing-proofs.ts';
import * as store from './store.ts';

/** An image that nobody decided on in time is destroyed all the same, and the chain says so. */
export const forgetEvidence = defineAct({
  name: 'forgetEvidence',
  section: 'collection',
  askers: ['worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [evidenceDue],
  words: {
    ru: 'уничтожает присланный документ по сроку',
    en: 'destroys a document on schedule',
    uk: 'знищує надісланий документ за строком',
  },
  method: 'POST',
  path: '/proofs/{proof}/forgetting',
  internal: true,
  input: z.strictObject({ proof: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { proof: proofId }) {
    const proof = await store.findProof(tx, proofId);
    return proof && { personId: proof.personId, proof };
  },
  async factsNow({ tx, at, reached }) {
    const proof = await store.findProof(tx, reached.proof.proofId);
    const until = (proof?.madeAt.getTime() ?? at.getTime()) + EVIDENCE_DAYS_MAX * 86_400_000;
    return { evidenceDue: proof?.recordId != null && at.getTime() >= until };
  },
  async run({ tx, parts, reached: { personId, proof } }) {
    await forgetStandingProofs({ tx, parts }, personId, [proof.demandId]);
    return { id: proof.proofId };
  },
});
