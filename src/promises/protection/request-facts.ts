import assert from 'node:assert/strict';
import type { Moment } from '../../kernel/gate/act.ts';
import type { LegalRequestRow } from './store.ts';
import * as store from './store.ts';

/**
 * What holds of a legal request in the moment: read again, because the row that reach saw may be older, and held so
 * that it stays true until the act ends. A finding and an approval hold only while the officers who made them are
 * officers: one who was suspended meanwhile takes their decision along.
 */
export async function requestNow({ tx, at, version, reached }: Moment<unknown, ReachedRequest, unknown>) {
  const request = await store.holdLegalRequest(tx, reached.request.legalRequestId);
  assert(request !== undefined, 'a legal request is never deleted');
  const ground = version.declarations.grounds.find(({ id }) => id === request.ground);
  const authenticated = request.authenticatedAt !== null;
  const foundNecessary = request.foundAt !== null && request.finderStands;
  return {
    request,
    ground,
    facts: {
      requestOpen: request.answeredAt === null && request.deliveredAt === null,
      notExpired: request.expiresAt > at,
      authenticated,
      scoped: request.scopedAt !== null && (request.objectedAt === null || request.scopedAt > request.objectedAt),
      foundNecessary,
      groundFound: authenticated && ground !== undefined,
      approvedByAnotherOfficer:
        foundNecessary &&
        request.approvedBy !== null &&
        request.approvedBy !== request.foundBy &&
        request.approverStands,
      archiveReady: request.manifest !== null,
    },
  };
}

export interface ReachedRequest {
  readonly personId: string | null;
  readonly request: LegalRequestRow;
  readonly ground: string;
}
