import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { openToRole } from '../../kernel/policy/seen-by.ts';
import { compareMrz } from './evidence/compare-mrz.ts';
import { readMrz } from './evidence/read-mrz.ts';
import {
  assignedReviewer,
  demandOpen,
  proofOfAnother,
  proofUndecided,
  reviewerDiffers,
  soleVerifier,
} from './facts.ts';
import { MRZ_FIELD, PROOF_CATEGORY, PROOF_FIELD } from './proof-field.ts';
import { proofWithDemand } from './reach.ts';
import { demandedFields, factsOfReviewing, seenDigest } from './reviewing.ts';
import * as store from './store.ts';

/** A reviewer compares the image with the demanded fields: these and nothing else of the person, until the decision. */
export const seeProof = defineAct({
  name: 'seeProof',
  section: 'collection',
  askers: ['verifier', 'owner'],
  recipients: ['staff'],
  opens: 'fields',
  categories: [PROOF_CATEGORY],
  facts: [demandOpen, openToRole, proofUndecided, reviewerDiffers, soleVerifier, proofOfAnother, assignedReviewer],
  words: {
    ru: 'сверяет присланный документ с данными',
    en: 'compares the document with the data',
    uk: 'звіряє надісланий документ із даними',
  },
  method: 'GET',
  path: '/proofs/{proof}',
  internal: true,
  input: z.strictObject({ proof: z.uuid() }),
  recording: 'each',
  changesFacts: false,
  async reach(tx, _asker, { proof: proofId }) {
    const proof = await store.findProof(tx, proofId);
    return proof?.way === 'online' ? await proofWithDemand(tx, proof) : undefined;
  },
  async fields({ tx, reached: { proof, demand } }) {
    const image = { field: PROOF_FIELD, recordId: proof.recordId, category: PROOF_CATEGORY };
    const lines = { field: MRZ_FIELD, recordId: proof.mrzRecordId, category: PROOF_CATEGORY };
    return [...(await demandedFields(tx, demand)), image, ...(proof.mrzRecordId === null ? [] : [lines])];
  },
  async factsNow({ tx, at, asker, reached }) {
    const { codeUnused: _, codeInTime: __, ...facts } = await factsOfReviewing(tx, at, asker, reached.proof);
    return facts;
  },
  async run({ tx, at, version, reached: { proof, demand }, opened }) {
    assert(proof.recordId !== null, 'an undecided proof has its image');
    const values = demand.fields.map((field) => ({ field, value: opened.get(field)?.unseal('answer') ?? null }));
    const lines = proof.mrzRecordId === null ? undefined : opened.get(proof.mrzRecordId)?.unseal('answer');
    const mrz = lines === undefined ? null : readMrz(Buffer.from(lines, 'base64').toString('utf8'), at);
    return {
      id: proof.proofId,
      demand: { reason: demand.reason, fields: demand.fields, deadline: demand.deadline },
      madeAt: proof.madeAt,
      values,
      /** Where the machine-readable lines were typed: their digits are right, and what they say of each field. */
      mrz:
        mrz &&
        values.flatMap(({ field, value }) => {
          const type = version.declarations.fields.find(({ id }) => id === field)?.type;
          const said = type && compareMrz(mrz, type, value);
          return said === undefined ? [] : [{ field, said }];
        }),
      image: opened.get(proof.recordId)?.unseal('answer') ?? null,
      seen: await seenDigest(tx, demand),
    };
  },
});
