import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { openToRole } from '../../kernel/policy/seen-by.ts';
import { proofCodeHash } from './desk-code.ts';
import { codeInTime, codeUnused, demandOpen, proofOfAnother, reviewerDiffers, soleVerifier } from './facts.ts';
import { proofWithDemand } from './reach.ts';
import { demandedFields, factsOfReviewing, seenDigest } from './reviewing.ts';
import * as store from './store.ts';

/**
 * The desk: the person says the code, the agent sees the demanded fields to compare them with the document in their
 * hands. Neither the account nor anything else of the person is opened, and of the document no copy is made.
 */
export const seeAtDesk = defineAct({
  name: 'seeAtDesk',
  section: 'collection',
  askers: ['verifier', 'owner'],
  recipients: ['staff'],
  opens: 'fields',
  facts: [demandOpen, openToRole, codeUnused, codeInTime, reviewerDiffers, soleVerifier, proofOfAnother],
  words: {
    ru: 'смотрит данные, которые подтверждают очно',
    en: 'sees the data to be proven in person',
    uk: 'бачить дані, які підтверджують очно',
  },
  method: 'POST',
  path: '/desk/look',
  internal: true,
  input: z.strictObject({ code: z.string().min(1).max(40) }),
  recording: 'each',
  changesFacts: false,
  prepare: async ({ keys }, _asker, { code }) => proofCodeHash(keys, 'desk-code', code) ?? null,
  reach: async (tx, _asker, _input, hash) =>
    hash === null ? undefined : await proofWithDemand(tx, await store.findProofByCode(tx, hash)),
  fields: ({ tx, reached: { demand } }) => demandedFields(tx, demand),
  async factsNow({ tx, at, asker, reached }) {
    const { proofUndecided: _, assignedReviewer: __, ...facts } = await factsOfReviewing(tx, at, asker, reached.proof);
    return facts;
  },
  async run({ tx, reached: { proof, demand }, opened }) {
    return {
      id: proof.proofId,
      demand: { reason: demand.reason, fields: demand.fields, deadline: demand.deadline },
      values: demand.fields.map((field) => ({ field, value: opened.get(field)?.unseal('answer') ?? null })),
      seen: await seenDigest(tx, demand),
    };
  },
});
