import { PASSWORD_CHARACTERS_MIN } from '../../../kernel/limits.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type CommonPasswords, readCommonPasswords } from './read-common-passwords.ts';

/**
 * Refuses a password that is tried first by whoever guesses: a common one, a repeated or counted-through pattern, or
 * one made of words that everybody knows of this account (ASVS 5.0 6.2.4, 6.2.11). No rule asks for kinds of
 * characters (6.2.5). The list is shipped; nothing is asked of anybody.
 * @param known what the account is known by: address, phone, account name, name of the site
 * @throws Refusal `invalid`, one answer for every reason but length
 */
export function refusePoorPassword(
  password: string,
  known: readonly string[],
  field = 'password',
  charactersMin = PASSWORD_CHARACTERS_MIN,
): void {
  if ([...password].length < charactersMin) {
    throw new Refusal('invalid', `\`${field}\` must have at least ${charactersMin} characters`, { field });
  }
  if (isPoor(password.normalize('NFKC').toLowerCase(), known)) {
    throw new Refusal('invalid', `\`${field}\` is one of the first that anybody would try`, { field });
  }
}

/** How much of a password must be left when everything that is easily guessed is taken out of it. */
const CHARACTERS_LEFT_MIN = 6;
const DISTINCT_CHARACTERS_MIN = 5;

function isPoor(password: string, known: readonly string[]): boolean {
  if (new Set(password).size < DISTINCT_CHARACTERS_MIN) return true;
  const common = readCommonPasswords();
  if (isRepeated(password, common) || common.has(password) || common.has(lettersOf(password))) return true;
  const without = known.flatMap(partsOf).reduce((left, part) => left.replaceAll(part, ''), password);
  return without.length < CHARACTERS_LEFT_MIN || withoutRuns(without).length < CHARACTERS_LEFT_MIN;
}

// `abcabcabcabcabc` is as short as `abc`, and `passwordpassword` as common as its half.
function isRepeated(password: string, common: CommonPasswords): boolean {
  for (let length = 1; length <= password.length / 2; length += 1) {
    const unit = password.slice(0, length);
    const again = unit.repeat(Math.ceil(password.length / length)).slice(0, password.length);
    if (again === password && (length < CHARACTERS_LEFT_MIN || common.has(unit))) return true;
  }
  return false;
}

// `football2024!!!` is `football` to whoever guesses: what stands around the letters hardly counts.
function lettersOf(password: string): string {
  return password.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

/** The words of an address or name that are long enough to be one's own. */
function partsOf(text: string): readonly string[] {
  const whole = text.normalize('NFKC').toLowerCase();
  return [whole, ...whole.split(/[^\p{L}\p{N}]+/u)].filter((part) => part.length >= 4);
}

const ROWS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'йцукенгшщзхъ',
  'фывапролджэ',
  'ячсмитьбю',
];

// Four and more neighbours of the alphabet, the digits or a keyboard's row, in either direction, count as one.
function withoutRuns(password: string): string {
  let left = '';
  for (let at = 0; at < password.length; ) {
    const length = runAt(password, at);
    left += password[at] ?? '';
    at += length >= 4 ? length : 1;
  }
  return left;
}

function runAt(password: string, at: number): number {
  let longest = 1;
  for (const row of ROWS) {
    for (const line of [row, [...row].reverse().join('')]) {
      let length = 1;
      while (at + length < password.length && line.includes(password.slice(at, at + length + 1))) length += 1;
      longest = Math.max(longest, length);
    }
  }
  return longest;
}
