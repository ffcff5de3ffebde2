import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { OBJECTION_OUTCOMES } from '../closed-lists.ts';
import { objectionOpen, proofOfAnother, reviewerDiffers, soleVerifier } from '../facts.ts';
import { forgetStandingProofs } from '../forget-standing-proofs.ts';
import * as demands from '../store.ts';
import { factsOfObjection, objectionReach } from './objection-facts.ts';
import * as store from './store.ts';

/**
 * Another reviewer answers the objection: the decision is kept, is set aside (it counts as no try, and another proof may
 * be given), or the demand is withdrawn. The document itself is gone with the first decision, so it is not looked at again.
 */
export const decideObjection = defineAct({
  name: 'decideObjection',
  section: 'collection',
  askers: ['verifier', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [objectionOpen, reviewerDiffers, soleVerifier, proofOfAnother],
  words: {
    ru: 'отвечает на возражение',
    en: 'answers the objection',
    uk: 'відповідає на заперечення',
  },
  method: 'POST',
  path: '/objections/{objection}/decision',
  internal: true,
  input: z.strictObject({ objection: z.uuid(), outcome: z.enum(OBJECTION_OUTCOMES) }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, _asker, { objection }) => objectionReach(tx, objection),
  factsNow: ({ tx, asker, reached }) => factsOfObjection(tx, asker, reached),
  async run({ tx, asker, parts, reached, input: { outcome } }) {
    assert(asker.kind === 'person', 'reviewers are persons');
    const { personId, objection, demand } = reached;
    const { reviewerDiffers } = await factsOfObjection(tx, asker, reached);
    const reviewer = reviewerDiffers ? ('another' as const) : ('sole' as const);
    const row = { personId, objectionId: objection.objectionId, outcome, decidedBy: asker.personId, reviewer };
    if (!(await store.decideObjection(tx, row))) throw new Refusal('conflict', 'this objection was answered before');
    if (outcome === 'withdrawn') {
      await demands.withdrawDemands(tx, personId, [demand.demandId]);
      await forgetStandingProofs({ tx, parts }, personId, [demand.demandId]);
    }
    return { id: objection.objectionId };
  },
});
