import { createHmac } from 'node:crypto';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import type { Random } from '../../../kernel/ids.ts';

/** How long a code in a letter is good for (ASVS 6.5.5: ten minutes at most). */
export const CODE_MINUTES = 10;
/** Letters with codes to one address in a day, whoever asks for them: nobody's mailbox is filled by this site. */
export const LETTERS_A_DAY_MAX = 3;
/** Wrong codes that cost nothing; then each try waits longer than the one before. */
export const FREE_CODE_TRIES = 5;

// Crockford's base32: no letter that reads as a digit.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** Forty random bits, to be typed from a letter: a link would be opened by scanners of mail (Kratos #1202). */
export function makeLetterCode(random: Random): string {
  const letters = [...random.bytes(8)].map((byte) => ALPHABET[byte % 32]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** What was typed, as it is compared: without dashes, in any case, `o` for `0`, `l` for `1`. */
function readLetterCode(typed: string): string {
  return typed.normalize('NFKC').toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
}

/** INVARIANT: what is stored of a code holds who may use it, so that it is worth nothing to anybody else. */
export function hashLetterCode(parts: GateParts, code: string, boundTo: readonly string[]): Buffer {
  return createHmac('sha256', parts.keys.signIn)
    .update(JSON.stringify(['kristalux/letter-code/v1', readLetterCode(code), ...boundTo]))
    .digest();
}
