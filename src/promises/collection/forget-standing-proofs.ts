import type { Tx } from '../../kernel/db/db.ts';
import type { GateParts } from '../../kernel/gate/parts.ts';
import { freeSeats } from './desk/store.ts';
import * as store from './store.ts';

/** Proofs that nobody decided on yet give way: an image goes with its key, a code opens nothing more. */
export async function forgetStandingProofs(
  { tx, parts }: { readonly tx: Tx; readonly parts: GateParts },
  personId: string,
  demandIds: readonly string[],
): Promise<void> {
  await freeSeats(tx, personId, demandIds);
  const records = await store.giveUpStanding(tx, personId, demandIds);
  if (records.length > 0) await parts.keyring.forget(tx, personId, records);
}
