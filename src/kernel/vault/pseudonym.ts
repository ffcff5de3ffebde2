import { createHmac } from 'node:crypto';
import type { Keys } from './keys.ts';
import { lengthPrefixed } from './length-prefixed.ts';

/**
 * The name under which one outsider (`service:shop`, `provider:demo-pay`) knows a person: 26 letters, always the same
 * for the two, and of no use for finding out whether another outsider knows the same person.
 */
export function pseudonymFor(keys: Keys, outsider: string, personId: string): string {
  const bytes = createHmac('sha256', keys.pseudonym)
    .update(lengthPrefixed(['kristalux/pseudonym/v1', keys.siteId, outsider, personId]))
    .digest();
  let letters = '';
  for (let bit = 0; bit < 130; bit += 5) {
    const pair = bytes.readUInt16BE(bit >> 3);
    letters += ALPHABET[(pair >> (11 - (bit & 7))) & 31] ?? '';
  }
  return letters;
}

/** RFC 4648 base32 in lower case. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
