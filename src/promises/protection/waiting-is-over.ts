import type { Sql } from '../../kernel/db/db.ts';
import { OFFICER_WAITING_HOURS, OFFICER_WAITING_HOURS_IN_EMERGENCY } from './limits.ts';
import * as store from './store.ts';

/** An emergency shortens the waiting of an officer who was named lately; it never stands in for the second one. */
export async function waitingIsOver(sql: Sql, { urgent }: store.LegalRequestRow, officer: string): Promise<boolean> {
  return await store.officerWaited(sql, officer, urgent ? OFFICER_WAITING_HOURS_IN_EMERGENCY : OFFICER_WAITING_HOURS);
}
