import type { Tx } from '../../../kernel/db/db.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import * as store from '../store.ts';

/** A site must not lose its last owner by an erasure. */
export async function refuseForStaff(tx: Tx, personId: string): Promise<void> {
  if (await store.isStaff(tx, personId)) {
    throw new Refusal('conflict', 'a member of staff gives up their roles before erasing their data');
  }
}
