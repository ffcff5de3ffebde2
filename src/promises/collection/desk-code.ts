import { createHmac } from 'node:crypto';
import type { Random } from '../../kernel/ids.ts';
import type { Keys } from '../../kernel/vault/keys.ts';

/**
 * The code with which a person comes to a desk: ten signs that are hard to mishear or misread (50 bits). It is shown to
 * the person once; the server keeps a keyed hash.
 */
export function makeDeskCode(random: Random): string {
  const signs = [...random.bytes(10)].map((byte) => ALPHABET[byte & 31] ?? '');
  return `${signs.slice(0, 5).join('')}-${signs.slice(5).join('')}`;
}

/** A code of one kind of paper is none of another. Undefined for what cannot be a code. Small letters, spaces, dashes and look-alikes are forgiven. */
export function proofCodeHash(keys: Keys, paper: 'desk-code' | 'letter' | 'slip', typed: string): Buffer | undefined {
  const signs = typed
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{10}$/.test(signs)) return undefined;
  return createHmac('sha256', keys.signIn).update(`${paper}\0`).update(signs).digest();
}

/** Crockford's base 32: no I, L, O, U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
