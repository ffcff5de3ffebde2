import type { Asker } from '../policy/names.ts';

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
      /** Further roles of a member of staff, empty for everybody else. */
      readonly roles: readonly Asker[];
    }
  | { readonly kind: 'service'; readonly id: string; readonly credential: string }
  | { readonly kind: 'provider'; readonly id: string; readonly credential: string }
  | { readonly kind: 'worker' }
  | { readonly kind: 'host'; readonly by: string | null };

/** The roles an identity may ask in. A person at `/mine` or signed in asks as `person`; staff also by their roles. */
export function rolesOf(asker: AskerIdentity): readonly Asker[] {
  return asker.kind === 'person' ? ['person', ...asker.roles, 'anyone'] : [asker.kind, 'anyone'];
}
