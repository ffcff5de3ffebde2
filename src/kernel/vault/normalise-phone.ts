import { createRequire } from 'node:module';
import type * as Phones from 'libphonenumber-js';

/** Its hundred files are loaded with the first number, not at the start. */
const phones = (): typeof Phones => createRequire(import.meta.url)('libphonenumber-js');

/**
 * A telephone number as E.164 (`+380441234567`), for the index and for calling. The country must have been typed: a
 * number without `+` is undefined, because a guessed country makes it somebody else's. So is one with an extension, or
 * with a length that its country does not have. Version 1: another rule is another version, never a change of this one.
 */
export function normalisePhone(text: string): string | undefined {
  if (text.length > 64) return undefined;
  // Address books put marks of direction around a number; they cannot be seen and change no digit.
  const typed = text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim();
  const number = phones().parsePhoneNumberFromString(typed, { extract: false });
  if (number === undefined || number.ext !== undefined || !number.isPossible()) return undefined;
  return number.number;
}
