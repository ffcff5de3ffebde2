import type { Running } from '../../../kernel/gate/act.ts';
import { enqueue } from '../../../kernel/jobs.ts';
import * as store from '../store.ts';

/** Until when old copies may still open what was erased: the epoch and its re-wrapping, days. */
export const HORIZON_DAYS = 30;

export const horizonFrom = (at: Date): Date => new Date(at.getTime() + HORIZON_DAYS * 86_400_000);

export const COMPLETE_ERASURE_JOB = 'complete-erasure';

/**
 * Everything that is kept of a person, in one transaction: what each promise keeps, the texts of the history but that of
 * this erasure, values, keys and tags. What stays to be done is the second entry, when the keys that wrapped them are gone.
 */
export async function erasePerson(
  { tx, parts, entry }: Pick<Running<unknown, never, unknown>, 'tx' | 'parts' | 'entry'>,
  personId: string,
): Promise<void> {
  for (const erase of parts.erasers) await erase(tx, personId, parts);
  await store.eraseAgreement(tx, personId, entry ?? 0);
  await parts.keyring.forgetPerson(tx, personId);
  await enqueue(tx, { jobId: parts.random.uuid(), kind: COMPLETE_ERASURE_JOB, personId: null, reference: personId });
}
