import { createHash } from 'node:crypto';
import type { Tx } from '../../../kernel/db/db.ts';
import type { Random } from '../../../kernel/ids.ts';
import { putRecoveryCodes } from './store.ts';

const CODES = 8;
// Crockford's base32: no letter that reads as a digit.
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const CHARACTERS = 24;

/** Eight codes of 120 random bits in the place of all older ones. They are in this answer and nowhere else. */
export async function issueRecoveryCodes(tx: Tx, random: Random, personId: string): Promise<readonly string[]> {
  const codes = Array.from({ length: CODES }, () => makeRecoveryCode(random));
  await putRecoveryCodes(
    tx,
    personId,
    codes.map((code) => hashRecoveryCode(code)),
  );
  return codes;
}

/** Whether a text has the form of one, as people type it: without dashes, in any case, `o` for `0`, `l` for `1`. */
export function readRecoveryCode(typed: string): string | undefined {
  const code = typed.normalize('NFKC').toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  return /^[0-9a-hjkmnp-tv-z]{24}$/.test(code) ? code : undefined;
}

export function hashRecoveryCode(code: string): Buffer {
  return createHash('sha256')
    .update(`recovery ${code.replaceAll('-', '')}`)
    .digest();
}

/** One code of 120 random bits, in groups of four. */
export function makeRecoveryCode(random: Random): string {
  const letters = [...random.bytes(CHARACTERS)].map((byte) => ALPHABET[byte % 32]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}
