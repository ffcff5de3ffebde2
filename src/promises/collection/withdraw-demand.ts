import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { factsOfDemand } from './demand-facts.ts';
import { demandOpen } from './facts.ts';
import { forgetStandingProofs } from './forget-standing-proofs.ts';
import * as store from './store.ts';

/** The administration takes a demand back: what it held goes on, what was sent for it is forgotten. */
export const withdrawDemand = defineAct({
  name: 'withdrawDemand',
  section: 'collection',
  askers: ['verifier', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [demandOpen],
  words: {
    ru: 'отзывает требование подтвердить личность',
    en: 'withdraws a demand for proof of identity',
    uk: 'відкликає вимогу підтвердити особу',
  },
  method: 'POST',
  path: '/demands/{demand}/withdrawal',
  internal: true,
  input: z.strictObject({ demand: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { demand: demandId }) {
    const demand = await store.findDemand(tx, demandId);
    return demand && { personId: demand.personId, demand };
  },
  factsNow: async ({ tx, at, reached }) => {
    const { demandOpen } = await factsOfDemand(tx, at, reached.demand.demandId);
    return { demandOpen };
  },
  async run({ tx, parts, reached: { personId, demand } }) {
    if ((await store.withdrawDemands(tx, personId, [demand.demandId])) === 0) {
      throw new Refusal('conflict', 'this demand was withdrawn before');
    }
    await forgetStandingProofs({ tx, parts }, personId, [demand.demandId]);
    return { id: demand.demandId };
  },
});
