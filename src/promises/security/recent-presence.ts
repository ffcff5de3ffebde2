import type { AskerIdentity } from '../../kernel/gate/asker.ts';
import { type GateParts, versionInForce } from '../../kernel/gate/parts.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { provePresence } from './match-password.ts';
import { passwordOf } from './store.ts';

/** How long a session counts as fresh presence where its own key is all that the person has, minutes. */
const OWN_KEY_MINUTES = 30;

interface Presence {
  readonly password: string | undefined;
  readonly why: string;
  /** Whether a session that the key of `/mine/{key}` has just opened will do, where there is no account. */
  readonly ownKeyWillDo?: boolean;
}

/**
 * Before something weighty, who asks shows once more that it is they: by the password; where the account has none, by a
 * passkey shown within the minutes that the policy declares, because nothing else opens it.
 * @throws Refusal `presence_required`
 */
export async function requirePresence(
  parts: GateParts,
  asker: AskerIdentity,
  { password, why, ownKeyWillDo = false }: Presence,
): Promise<void> {
  if (asker.kind !== 'person') return;
  const kind = await passwordOf(parts.db, asker.personId);
  if (kind === 'none') {
    const { presenceMinutes } = (await versionInForce(parts)).declarations.thresholds;
    if (isYounger(parts, asker.authenticatedAt, presenceMinutes)) return;
  } else if (kind === undefined) {
    if (ownKeyWillDo && isYounger(parts, asker.authenticatedAt, OWN_KEY_MINUTES)) return;
  } else if (password !== undefined && (await provePresence(parts, asker.personId, password))) return;
  throw new Refusal('presence_required', why, { field: 'password' });
}

function isYounger({ clock }: GateParts, since: Date, minutes: number): boolean {
  return clock.now().getTime() - since.getTime() <= minutes * 60_000;
}
