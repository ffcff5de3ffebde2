import assert from 'node:assert/strict';
import type { Sql } from '../../../kernel/db/db.ts';
import type { AskerIdentity } from '../../../kernel/gate/asker.ts';
import * as demands from '../store.ts';
import * as store from './store.ts';

/** An objection with the proof and demand it is about. */
export async function objectionReach(sql: Sql, objectionId: string) {
  const objection = await store.findObjection(sql, objectionId);
  const proof = objection && (await demands.findProof(sql, objection.proofId));
  const demand = proof && (await demands.findDemand(sql, proof.demandId));
  return objection && proof && demand && { personId: objection.personId, objection, proof, demand };
}

type Reached = NonNullable<Awaited<ReturnType<typeof objectionReach>>>;

/** Whoever demanded or decided does not answer the objection to it, unless there is nobody else. */
export async function factsOfObjection(sql: Sql, asker: AskerIdentity, { objection, proof, demand }: Reached) {
  assert(asker.kind === 'person', 'reviewers are persons');
  const now = await store.findObjection(sql, objection.objectionId);
  return {
    objectionOpen: now?.decidedAt === null,
    reviewerDiffers: ![demand.demandedBy, proof.decidedBy].includes(asker.personId),
    soleVerifier: (await demands.countVerifiers(sql)) === 1,
    proofOfAnother: objection.personId !== asker.personId,
  };
}
