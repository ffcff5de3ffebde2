import type { DemandRow, ProofRow } from './store.ts';

/** `waiting`: for the person. `checking`: an image is with the reviewers. `code-taken`: the person will come. */
const DEMAND_STATES = ['waiting', 'checking', 'code-taken', 'proven', 'refused', 'overdue', 'withdrawn'] as const;
export type DemandState = (typeof DEMAND_STATES)[number];

/** Where a demand stands, from its own row and the proofs given to it, oldest first. */
export function demandState(
  { withdrawnAt, deadline }: Pick<DemandRow, 'withdrawnAt' | 'deadline'>,
  proofs: readonly Pick<ProofRow, 'decision' | 'givenUpAt' | 'way' | 'codeUntil'>[],
  at: Date,
): DemandState {
  if (proofs.some(({ decision }) => decision === 'approved')) return 'proven';
  if (withdrawnAt !== null) return 'withdrawn';
  const standing = proofs.find(({ decision, givenUpAt }) => decision === null && givenUpAt === null);
  if (standing?.way === 'online') return 'checking';
  if (standing?.codeUntil != null && standing.codeUntil > at) return 'code-taken';
  if (deadline <= at) return 'overdue';
  return proofs.findLast(({ decision }) => decision !== null)?.decision === 'refused' ? 'refused' : 'waiting';
}
