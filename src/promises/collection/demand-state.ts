import type { DemandRow, ProofRow } from './store.ts';

/**
 * `waiting`: for the person. `checking`: a document is with the reviewers. `code-taken`: the person will come. `letter`: a
 * letter with a code was asked for or is on its way.
 */
const DEMAND_STATES = [
  'waiting',
  'checking',
  'code-taken',
  'letter',
  'proven',
  'refused',
  'overdue',
  'withdrawn',
] as const;
export type DemandState = (typeof DEMAND_STATES)[number];

/** Where a demand stands, from its own row and the proofs given to it, oldest first. */
export function demandState(
  { withdrawnAt, deadline }: Pick<DemandRow, 'withdrawnAt' | 'deadline'>,
  proofs: readonly Pick<ProofRow, 'decision' | 'givenUpAt' | 'way' | 'codeUntil' | 'setAside'>[],
  at: Date,
): DemandState {
  if (proofs.some(({ decision }) => decision === 'approved')) return 'proven';
  if (withdrawnAt !== null) return 'withdrawn';
  const standing = proofs.find(({ decision, givenUpAt }) => decision === null && givenUpAt === null);
  if (standing?.way === 'online') return 'checking';
  if (standing?.way === 'post' && (standing.codeUntil === null || standing.codeUntil > at)) return 'letter';
  if (standing?.codeUntil != null && standing.codeUntil > at) return 'code-taken';
  if (deadline <= at) return 'overdue';
  return proofs.findLast(({ decision, setAside }) => decision !== null && !setAside)?.decision === 'refused'
    ? 'refused'
    : 'waiting';
}
