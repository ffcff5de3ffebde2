import { z } from 'zod';
import { defineLook } from '../../kernel/gate/look.ts';
import { demandState } from './demand-state.ts';
import { readOwnDemands } from './own/store.ts';
import { proofingOf } from './proofing-words.ts';
import type { ProofRow } from './store.ts';

/** The whole history of demands made to the person, of what they gave and what was decided. */
export const seeDemands = defineLook({
  name: 'seeDemands',
  section: 'collection',
  recipients: ['person'],
  opens: 'nothing',
  words: {
    ru: 'смотрит требования подтвердить личность',
    en: 'looks at demands for proof of identity',
    uk: 'переглядає вимоги підтвердити особу',
  },
  path: '/demands',
  input: z.strictObject({}),
  recording: 'none',
  read: (reads, { personId }) => readOwnDemands(reads, personId),
  run({ demands, proofs, objections, appointments }, { at }) {
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
function shownProof(proof: ProofRow) {
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
