import type { AskerIdentity } from '../../../kernel/gate/asker.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { hasSignIn, provePresence } from '../../security/index.ts';

/** How long a session counts as fresh presence where the person has no password, minutes. */
const FRESH_MINUTES = 30;

/** Erasing takes the password again; who has none proves presence by a session that is fresh. Throws `presence_required`. */
export async function proveForErasure(
  parts: GateParts,
  asker: AskerIdentity,
  password: string | undefined,
): Promise<void> {
  if (asker.kind !== 'person') return;
  if (await hasSignIn(parts.db, asker.personId)) {
    if (password !== undefined && (await provePresence(parts, asker.personId, password))) return;
  } else if (parts.clock.now().getTime() - asker.authenticatedAt.getTime() < FRESH_MINUTES * 60_000) return;
  throw new Refusal('presence_required', 'the password is needed to erase', { field: 'password' });
}
