import type { Sql } from '../../kernel/db/db.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import * as store from './store.ts';

/** What is done about a request under a ban on telling shows in nobody's chain before the ban ends. */
export function sealedOf({ gagged, legalRequestId }: store.LegalRequestRow) {
  return gagged ? { sealedIn: { matterId: legalRequestId } } : {};
}

/** A legal request before an officer: a matter of the site's own chain until something of a person is opened. */
export async function officersRequest(sql: Sql, asker: AskerIdentity, legalRequestId: string) {
  if (asker.kind !== 'person') return undefined;
  const request = await store.findLegalRequest(sql, legalRequestId);
  return request && { personId: null, request, ground: request.ground, officer: asker.personId, ...sealedOf(request) };
}
