import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { LETTER_CODE_DAYS_MAX } from '../../../kernel/limits.ts';
import { openToRole } from '../../../kernel/policy/seen-by.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { makeDeskCode, proofCodeHash } from '../desk-code.ts';
import { demandOpen, proofOfAnother, proofUndecided, reviewerDiffers, soleVerifier } from '../facts.ts';
import { proofWithDemand } from '../reach.ts';
import { demandedFields, factsOfReviewing } from '../reviewing.ts';
import * as store from '../store.ts';
import { noteLetter } from './store.ts';

/** A verifier prints the letter: the demanded address opens once, for this, and the code is in the letter alone. */
export const makeLetter = defineAct({
  name: 'makeLetter',
  section: 'collection',
  askers: ['verifier', 'owner'],
  recipients: ['staff'],
  opens: 'fields',
  facts: [demandOpen, openToRole, proofUndecided, reviewerDiffers, soleVerifier, proofOfAnother],
  words: {
    ru: 'печатает письмо с кодом',
    en: 'prints the letter with the code',
    uk: 'друкує лист із кодом',
  },
  method: 'POST',
  path: '/proofs/{proof}/letter',
  internal: true,
  input: z.strictObject({ proof: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { proof: proofId }) {
    const proof = await store.findProof(tx, proofId);
    return proof?.way === 'post' ? await proofWithDemand(tx, proof) : undefined;
  },
  fields: ({ tx, reached: { demand } }) => demandedFields(tx, demand),
  async factsNow({ tx, at, asker, reached }) {
    const {
      codeUnused: _,
      codeInTime: __,
      assignedReviewer: ___,
      ...facts
    } = await factsOfReviewing(tx, at, asker, reached.proof);
    return facts;
  },
  async run({ tx, at, asker, parts, reached: { personId, proof, demand }, opened }) {
    assert(asker.kind === 'person', 'reviewers are persons');
    const code = makeDeskCode(parts.random);
    const hash = proofCodeHash(parts.keys, 'letter', code);
    assert(hash !== undefined, 'a made code can be read');
    const until = new Date(at.getTime() + LETTER_CODE_DAYS_MAX * 86_400_000);
    const letter = { personId, proofId: proof.proofId, hash, until, by: asker.personId };
    if (!(await noteLetter(tx, letter))) throw new Refusal('conflict', 'this letter was printed before');
    const values = demand.fields.map((field) => ({ field, value: opened.get(field)?.unseal('answer') ?? null }));
    return { id: proof.proofId, values, code, until };
  },
});
