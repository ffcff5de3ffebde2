import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import type { GateParts } from '../../kernel/gate/parts.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { provePresence } from './match-password.ts';
import { hasSignIn } from './store.ts';

/** How long a session counts as fresh presence where the person has no password, minutes. */
const FRESH_MINUTES = 30;

/**
 * Who asks for everything proves once more that it is they: by the password, or, without an account, by a session that
 * their own key has just opened. @throws Refusal `presence_required`
 */
export async function requirePresence(
  parts: GateParts,
  asker: AskerIdentity,
  { password, why }: { readonly password: string | undefined; readonly why: string },
): Promise<void> {
  if (asker.kind !== 'person') return;
  if (await hasSignIn(parts.db, asker.personId)) {
    if (password !== undefined && (await provePresence(parts, asker.personId, password))) return;
  } else if (parts.clock.now().getTime() - asker.authenticatedAt.getTime() < FRESH_MINUTES * 60_000) return;
  throw new Refusal('presence_required', why, { field: 'password' });
}
