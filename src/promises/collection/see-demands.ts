import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { PAGE_ROWS_MAX } from '../../kernel/limits.ts';
import { demandState } from './demand-state.ts';
import { appointmentsOf } from './desk/store.ts';
import { objectionsTo } from './objection/store.ts';
import { proofingOf } from './proofing-words.ts';
import * as store from './store.ts';

/** The whole history of demands made to the person, of what they gave and what was decided. */
export const seeDemands = defineAct({
  name: 'seeDemands',
  section: 'collection',
  askers: ['person'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит требования подтвердить личность',
    en: 'looks at demands for proof of identity',
    uk: 'переглядає вимоги підтвердити особу',
  },
  method: 'GET',
  path: '/demands',
  input: z.strictObject({}),
  recording: 'none',
  changesFacts: false,
  reach: ownReach,
  async run({ tx, at, reached: { personId } }) {
    const demands = await store.demandsOfPerson(tx, personId, PAGE_ROWS_MAX);
    const proofs = await store.proofsOf(tx, demands);
    const ids = proofs.map(({ proofId }) => proofId);
    const objections = await objectionsTo(tx, ids);
    const appointments = await appointmentsOf(tx, ids);
    return {
      demands: demands.map((demand) => {
        const own = proofs.filter(({ demandId }) => demandId === demand.demandId);
        const { demandId, fields, reason, ways, heldBack, demandedAt, deadline, withdrawnAt, rule } = demand;
        const state = demandState(demand, own, at);
        return {
          id: demandId,
          state,
          fields,
          reason,
          ways,
          heldBack,
          rule,
          demandedAt,
          deadline,
          withdrawnAt,
          proofs: own.map((proof) => ({
            ...shownProof(proof),
            objection: objections.find(({ proofId }) => proofId === proof.proofId)?.outcome ?? null,
            objectedAt: objections.find(({ proofId }) => proofId === proof.proofId)?.madeAt ?? null,
            appointment: appointments.find(({ proofId }) => proofId === proof.proofId) ?? null,
          })),
        };
      }),
    };
  },
});

// Who decided stays with the administration; that somebody else than the requester did is said.
function shownProof(proof: store.ProofRow) {
  const { proofId, way, madeAt, codeUntil, givenUpAt, decision, reason, document, decidedAt, forgottenAt, reviewer } =
    proof;
  const { slipUntil, slipEnteredAt } = proof;
  return {
    id: proofId,
    way,
    madeAt,
    codeUntil,
    givenUpAt,
    decision,
    reason,
    document,
    decidedAt,
    forgottenAt,
    reviewer,
    slipUntil,
    slipEnteredAt,
    ...proofingOf(way, document),
  };
}
