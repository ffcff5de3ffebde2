import type { LegalRequestRow } from './store.ts';

export const LEGAL_REQUEST_STATES = [
  'received',
  'authenticated',
  'scoped',
  'found-necessary',
  'approved',
  'produced',
  'nothing-to-give',
  'taken',
  'delivered',
  'answered',
  'expired',
] as const;
export type LegalRequestState = (typeof LEGAL_REQUEST_STATES)[number];

/** Where a legal request stands. What ended it counts before its expiry. */
export function legalRequestState(request: LegalRequestRow, at: Date): LegalRequestState {
  if (request.answeredAt !== null) return 'answered';
  if (request.deliveredAt !== null) return 'delivered';
  if (request.takenAt !== null) return 'taken';
  if (request.expiresAt <= at) return 'expired';
  if (request.producedAt !== null) return request.manifest === null ? 'nothing-to-give' : 'produced';
  if (request.approvedAt !== null) return 'approved';
  if (request.foundAt !== null) return 'found-necessary';
  if (request.scopedAt !== null) return 'scoped';
  return request.authenticatedAt === null ? 'received' : 'authenticated';
}
