import type { Keys } from '../../../kernel/vault/keys.ts';
import { pseudonymFor } from '../../../kernel/vault/pseudonym.ts';

/** What passkeys are bound to: changing the site's address retires them all. */
export function relyingParty(baseUrl: string): { readonly origin: string; readonly id: string } {
  const { origin, hostname } = new URL(baseUrl);
  return { origin, id: hostname };
}

/** The handle by which authenticators know a person: a pseudonym of its own, because ids never leave the server. */
export function handleOf(keys: Keys, personId: string): Buffer {
  return Buffer.from(pseudonymFor(keys, 'passkeys', personId));
}
