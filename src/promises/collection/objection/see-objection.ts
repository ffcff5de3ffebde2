import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { objectionOpen, proofOfAnother, reviewerDiffers, soleVerifier } from '../facts.ts';
import { OBJECTION_CATEGORY, OBJECTION_FIELD } from './object-to-decision.ts';
import { factsOfObjection, objectionReach } from './objection-facts.ts';

/** Another reviewer reads what the person objects, beside the decision and its reason. */
export const seeObjection = defineAct({
  name: 'seeObjection',
  section: 'collection',
  askers: ['verifier', 'owner'],
  recipients: ['staff'],
  opens: 'fields',
  categories: [OBJECTION_CATEGORY],
  facts: [objectionOpen, reviewerDiffers, soleVerifier, proofOfAnother],
  words: {
    ru: 'читает возражение на решение',
    en: 'reads the objection to a decision',
    uk: 'читає заперечення проти рішення',
  },
  method: 'GET',
  path: '/objections/{objection}',
  internal: true,
  input: z.strictObject({ objection: z.uuid() }),
  recording: 'each',
  changesFacts: false,
  reach: (tx, _asker, { objection }) => objectionReach(tx, objection),
  fields: async ({ reached: { objection } }) => [
    { field: OBJECTION_FIELD, recordId: objection.recordId, category: OBJECTION_CATEGORY },
  ],
  factsNow: ({ tx, asker, reached }) => factsOfObjection(tx, asker, reached),
  async run({ reached: { objection, proof, demand }, opened }) {
    const { decision, reason, way } = proof;
    return {
      id: objection.objectionId,
      madeAt: objection.madeAt,
      demand: { reason: demand.reason, fields: demand.fields },
      decided: { decision, reason, way },
      text: Buffer.from(opened.get(objection.recordId)?.unseal('answer') ?? '', 'base64').toString('utf8'),
    };
  },
});
