import type { Sql } from '../../kernel/db/db.ts';
import * as holds from './holds/store.ts';
import * as store from './store.ts';

/** Whether the scope names somebody of whom something lies here, or is kept apart already. Nothing is opened. */
export async function somethingToHold(sql: Sql, request: store.LegalRequestRow): Promise<boolean> {
  if ((await holds.findHold(sql, request.legalRequestId)) !== undefined) return true;
  const persons = (await store.personsInScope(sql, request.legalRequestId)).flatMap(({ personId }) => personId ?? []);
  return (await store.heldFields(sql, request, persons, request.fields ?? [])).length > 0;
}
