import type { Tx } from '../../kernel/db/db.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { hasSignIn } from './store.ts';

/**
 * Who only left a form has a key that opens their page for a while, and no account: that page makes no way in which
 * would outlive the key.
 */
export async function refuseWithoutAccount(tx: Tx, personId: string): Promise<void> {
  if (!(await hasSignIn(tx, personId))) throw new Refusal('conflict', 'there is no account to guard yet');
}
