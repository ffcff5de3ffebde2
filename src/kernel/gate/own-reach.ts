import type { Tx } from '../db/db.ts';
import type { AskerIdentity } from './asker.ts';

/** A person reaches themselves, and nobody else does by this way. */
export async function ownReach(_tx: Tx, asker: AskerIdentity): Promise<{ readonly personId: string } | undefined> {
  return asker.kind === 'person' ? { personId: asker.personId } : undefined;
}
