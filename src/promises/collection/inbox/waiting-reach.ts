import assert from 'node:assert/strict';
import type { Sql } from '../../../kernel/db/db.ts';
import type { AskerIdentity } from '../../../kernel/gate/asker.ts';
import { findWaiting, type InboxRow } from './store.ts';

/** What somebody left in a form: for the administration, whose role the gate has checked. */
export async function waitingReach(sql: Sql, submissionId: string) {
  const waiting = await findWaiting(sql, submissionId);
  return waiting && { personId: waiting.personId, waiting };
}

/** Who of the administration asks. */
export function memberOf(asker: AskerIdentity): string {
  assert(asker.kind === 'person', 'staff are persons');
  return asker.personId;
}

/** Whether it is still to be answered: read anew, with what others did meanwhile. */
export async function submissionOpenNow(sql: Sql, { submissionId }: InboxRow) {
  return { submissionOpen: (await findWaiting(sql, submissionId))?.state !== 'done' };
}

export function factsOfTaking({ state, takenBy }: InboxRow, asker: AskerIdentity) {
  return {
    submissionOpen: state !== 'done',
    notTakenByAnother: takenBy === null || takenBy === memberOf(asker),
  };
}
