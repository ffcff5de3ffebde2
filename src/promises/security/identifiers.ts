import type { GateParts } from '../../kernel/gate/parts.ts';
import type { Random } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/refusal.ts';
import type { BlindIndex } from '../../kernel/vault/blind-index.ts';
import type { Tag } from '../../kernel/vault/store.ts';
import { carryTags } from '../../kernel/vault/tags/renew-tags.ts';

/** What a person may sign in by: the account name shown once, or an address as they left it. */
export type IdentifierKind = 'account-name' | 'email' | 'phone';

export interface Identifier {
  readonly kind: IdentifierKind;
  readonly text: string;
}

// Crockford's base32: no letter that reads as a digit.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Twelve random characters (60 bits) in groups of four, e.g. `7k3q-m2pd-x9rt`. Nothing in it is anybody's choice. */
export function makeAccountName(random: Random): string {
  const letters = [...random.bytes(12)].map((byte) => ALPHABET[byte % 32]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** What was typed into the one field of the sign-in page. Nothing is looked up and nothing refused here. */
export function readIdentifier(typed: string): Identifier {
  const text = typed.trim();
  if (text.includes('@')) return { kind: 'email', text };
  if (/^[+＋]/.test(text)) return { kind: 'phone', text };
  return { kind: 'account-name', text: normaliseAccountName(text) };
}

function normaliseAccountName(typed: string): string {
  return typed.normalize('NFKC').toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
}

/**
 * What to look somebody up by, with the keys of now: where another process began to turn the index, former keys alone
 * would find nobody. @throws Refusal `busy` while a key that is needed cannot be had
 */
export async function livingTags(parts: GateParts, identifier: Identifier): Promise<readonly Tag[]> {
  await parts.keys.refresh().catch((error: unknown) => {
    parts.log.warn('keys-not-refreshed', { reason: error instanceof Error ? error.message : 'unknown' });
    throw new Refusal('busy', 'a key of the server cannot be had; nothing was done', { retryAfterSeconds: 10 });
  });
  return tagsOf(parts.blindIndex, identifier);
}

/** What to write for an identifier that is left: of the newest key alone, whatever stood there before. */
export async function tagsToKeep(parts: GateParts, identifier: Identifier): Promise<readonly Tag[]> {
  return await carryTags(parts, await livingTags(parts, identifier));
}

/** The same with the keys that this process has: whoever writes them hears `IndexTurned` where they are of yesterday. */
export async function tagsAtHand(parts: GateParts, identifier: Identifier): Promise<readonly Tag[]> {
  return await carryTags(parts, tagsOf(parts.blindIndex, identifier));
}

/** The blind tags of an identifier; none for a text that is no such address. */
function tagsOf(blindIndex: BlindIndex, { kind, text }: Identifier): readonly Tag[] {
  switch (kind) {
    case 'email':
      return blindIndex.tags('email', text);
    case 'phone':
      return blindIndex.tags('phone', text);
    case 'account-name':
      return blindIndex.tags('account', normaliseAccountName(text));
  }
}
