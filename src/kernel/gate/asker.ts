import type { Asker } from '../policy/names.ts';
import { Refusal } from '../refusal.ts';

/**
 * Who asks, as the edge has authenticated them. The row they were authenticated by (session, credential) is read again
 * in the moment and checked by the insert of the entry: an ended session decides nothing.
 */
export type AskerIdentity =
  | {
      readonly kind: 'anyone';
      /** The network they come from (a /24 or /64): only to slow down tries; never stored but as a keyed hash. */
      readonly network: string;
    }
  | {
      readonly kind: 'person';
      readonly personId: string;
      readonly session: Buffer;
      readonly authenticatedAt: Date;
    }
  | { readonly kind: 'service'; readonly id: string; readonly credential: string }
  | { readonly kind: 'provider'; readonly id: string; readonly credential: string }
  | { readonly kind: 'worker' }
  | { readonly kind: 'host'; readonly by: string | null };

/**
 * The role in which one asks: with several, the first in the act's list.
 * @throws Refusal `unauthenticated` for anyone, `not_found` for who is known but has no such role: what exists is not told
 */
export function roleFor(askers: readonly Asker[], asker: AskerIdentity, staffRoles: readonly Asker[]): Asker {
  const roles = rolesOf(asker, staffRoles);
  const role = askers.find((one) => roles.includes(one));
  if (role !== undefined) return role;
  if (asker.kind === 'anyone') throw new Refusal('unauthenticated', 'sign in or send a credential');
  throw new Refusal('not_found', 'there is nothing here for you');
}

/**
 * The roles an identity may ask in. A person also asks in the roles that the administration gave them, which are read
 * in the moment and hold only in a session that two factors stand behind.
 */
function rolesOf(asker: AskerIdentity, staffRoles: readonly Asker[]): readonly Asker[] {
  return asker.kind === 'person' ? ['person', ...staffRoles, 'anyone'] : [asker.kind, 'anyone'];
}

/** The row that must still stand when the entry is inserted. */
export function standingOf(asker: AskerIdentity): {
  readonly session: Buffer | null;
  readonly credential: string | null;
} {
  return {
    session: asker.kind === 'person' ? asker.session : null,
    credential: asker.kind === 'service' || asker.kind === 'provider' ? asker.credential : null,
  };
}
