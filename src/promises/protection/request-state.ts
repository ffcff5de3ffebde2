import type { LegalRequestRow } from './store.ts';

export type LegalRequestState =
  | 'received'
  | 'authenticated'
  | 'objected'
  | 'scoped'
  | 'found-necessary'
  | 'approved'
  | 'produced'
  | 'nothing-to-give'
  | 'taken'
  | 'delivered'
  | 'answered'
  | 'expired';

/** Where a legal request stands. What ended it counts before its expiry. */
export function legalRequestState(request: LegalRequestRow, at: Date): LegalRequestState {
  if (request.answeredAt !== null) return 'answered';
  if (request.deliveredAt !== null) return 'delivered';
  if (request.takenAt !== null) return 'taken';
  if (request.expiresAt <= at) return 'expired';
  if (request.producedAt !== null) return request.manifest === null ? 'nothing-to-give' : 'produced';
  if (request.approvedAt !== null) return 'approved';
  if (request.foundAt !== null) return 'found-necessary';
  if (isObjected(request)) return 'objected';
  if (request.scopedAt !== null) return 'scoped';
  return request.authenticatedAt === null ? 'received' : 'authenticated';
}

/** Objected to, and not listed anew since. */
function isObjected({ objectedAt, scopedAt }: LegalRequestRow): boolean {
  return objectedAt !== null && (scopedAt === null || scopedAt <= objectedAt);
}
