import assert from 'node:assert/strict';
import type { Moment } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { Way } from './closed-lists.ts';
import type { DecisionInput } from './decision-input.ts';
import { factsOfReviewing } from './reviewing.ts';
import * as store from './store.ts';

interface Reached {
  readonly personId: string;
  readonly proof: store.ProofRow;
  readonly demand: store.DemandRow;
}

/**
 * The decision stays, the evidence goes: the image's value and key are gone in the same commit. An accepted proof marks
 * the fields with the way in which they were proven.
 */
export async function keepDecision(
  { tx, at, asker, parts, version, reached }: Moment<unknown, Reached, unknown>,
  decided: DecisionInput,
): Promise<void> {
  assert(asker.kind === 'person', 'reviewers are persons');
  const { personId, proof, demand } = reached;
  const { proofId, way } = proof;
  const { reviewerDiffers } = await factsOfReviewing(tx, at, asker, proof);
  const row = {
    personId,
    proofId,
    decision: decided.decision,
    reason: decided.decision === 'approved' ? null : decided.reason,
    document: decided.decision === 'approved' ? decided.document : null,
    decidedBy: asker.personId,
    reviewer: reviewerDiffers ? ('another' as const) : ('sole' as const),
  };
  if (!(await store.decideProof(tx, row))) throw new Refusal('conflict', 'this proof was decided on before');
  const evidence = [proof.recordId, proof.mrzRecordId].filter((one) => one !== null);
  if (evidence.length > 0) await parts.keyring.forget(tx, personId, evidence);
  if (decided.decision !== 'approved') return;
  await markProven({ tx, version }, demand, way);
}

/** The demand is answered; its fields are marked with the way in which they were proven. */
export async function markProven(
  { tx, version }: Pick<Moment<unknown, Reached, unknown>, 'tx' | 'version'>,
  demand: store.DemandRow,
  way: Way,
): Promise<void> {
  const { personId, fields: proven } = demand;
  await store.noteProven(tx, demand);
  const left = await store.readCurrentValues(tx, personId, proven);
  if (left.length < proven.length) throw new Refusal('conflict', 'a field that is to be proven is not there any more');
  await store.markVerified(tx, personId, proven, way);
  const { fields } = version.declarations;
  const country = fields.some(({ id, type }) => type === 'country' && proven.includes(id));
  if (country) await store.markCountryVerified(tx, personId);
}
