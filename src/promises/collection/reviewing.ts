import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Sql } from '../../kernel/db/db.ts';
import type { FieldToOpen } from '../../kernel/gate/act.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import type { Random } from '../../kernel/ids.ts';
import { ASSIGNMENT_DAYS } from '../../kernel/limits.ts';
import { factsOfDemand } from './demand-facts.ts';
import * as store from './store.ts';

/** What holds of a proof and of who checks it, online or at a desk. */
export async function factsOfReviewing(sql: Sql, at: Date, asker: AskerIdentity, reached: store.ProofRow) {
  assert(asker.kind === 'person', 'reviewers are persons');
  const { demand, proofs, demandOpen } = await factsOfDemand(sql, at, reached.demandId);
  const proof = proofs.find(({ proofId }) => proofId === reached.proofId);
  assert(proof !== undefined, 'a proof is never deleted while its person is here');
  const involved = [
    demand.demandedBy,
    ...proofs.flatMap(({ decision, decidedBy }) => (decision === 'refused' && decidedBy !== null ? [decidedBy] : [])),
  ];
  const standing = proof.decidedAt === null && proof.givenUpAt === null;
  return {
    demandOpen,
    proofUndecided: standing,
    codeUnused: standing,
    codeInTime: proof.codeUntil !== null && at < proof.codeUntil,
    reviewerDiffers: !involved.includes(asker.personId),
    soleVerifier: (await store.countVerifiers(sql)) === 1,
    proofOfAnother: proof.personId !== asker.personId,
    assignedReviewer: await isAssigned(sql, at, asker.personId, proof),
  };
}

// Whoever was drawn checks. Where they are no verifier any more, or let three days pass, anybody else who may checks too.
async function isAssigned(sql: Sql, at: Date, reviewer: string, { assignedTo, madeAt }: store.ProofRow) {
  if (assignedTo === null || assignedTo === reviewer) return true;
  if (at.getTime() > madeAt.getTime() + ASSIGNMENT_DAYS * 86_400_000) return true;
  return !(await store.readVerifiers(sql)).includes(assignedTo);
}

/** Who of the verifiers is to check the next proof of a demand, by lot: never who demanded, refused before or gives it. */
export async function drawReviewer(sql: Sql, random: Random, demand: store.DemandRow): Promise<string | null> {
  const proofs = await store.proofsOf(sql, [demand]);
  const involved = [demand.personId, demand.demandedBy, ...proofs.map(({ decidedBy }) => decidedBy)];
  const able = (await store.readVerifiers(sql)).filter((one) => !involved.includes(one));
  return able[random.bytes(4).readUInt32BE() % able.length] ?? null;
}

/** The demanded values, one decision each; where one was never left there is nothing to open. */
export async function demandedFields(sql: Sql, { personId, fields }: store.DemandRow): Promise<readonly FieldToOpen[]> {
  const current = await store.readCurrentValues(sql, personId, fields);
  return fields.map((field) => ({ field, recordId: current.find((one) => one.field === field)?.recordId ?? null }));
}

/** A digest of which values stood when they were looked at: a decision on others is not the one that was meant. */
export async function seenDigest(sql: Sql, { personId, demandId, fields }: store.DemandRow): Promise<string> {
  const current = await store.readCurrentValues(sql, personId, fields);
  const values = current.map(({ field, recordId, version }) => [field, recordId, version]);
  return createHash('sha256')
    .update(JSON.stringify([demandId, values]))
    .digest('base64url');
}
