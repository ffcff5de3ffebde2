import type { Tx } from '../../kernel/db/db.ts';
import type { AskerIdentity } from '../../kernel/gate/asker.ts';

/** A person reaches themselves. */
export async function ownReach(_tx: Tx, asker: AskerIdentity): Promise<{ readonly personId: string } | undefined> {
  return asker.kind === 'person' ? { personId: asker.personId } : undefined;
}
