import countries from 'i18n-iso-countries';
import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';
import { z } from 'zod';
import { FILE_BODY_BYTES_MAX, VALUE_CHARACTERS_MAX } from '../../kernel/limits.ts';
import type { Declarations, Field } from '../../kernel/policy/declarations.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { normaliseEmail } from '../../kernel/vault/normalise-email.ts';
import { normalisePhone } from '../../kernel/vault/normalise-phone.ts';
import { parseFileValue } from './file-values.ts';
import { plainText } from './plain-text.ts';

/** A postal address, structured: banks refuse address lines, and a label can be made of parts but not the reverse. */
const addressSchema = z.strictObject({
  street: z.string().max(140).optional(),
  building: z.string().max(40).optional(),
  postcode: z.string().max(16).optional(),
  town: z.string().min(1).max(70),
  region: z.string().max(70).optional(),
  country: z.string().length(2),
});
export type Address = z.infer<typeof addressSchema>;

/** A file as it is given: its bytes in base64. What it is called and what it was sent as are not taken. */
const fileSchema = z.strictObject({ file: z.string().max(FILE_BODY_BYTES_MAX) });

/** What a form or an API call gives: a text for each field, parts for an address, bytes for a file. */
export const leftFieldsSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  z.union([z.string().max(VALUE_CHARACTERS_MAX), addressSchema, fileSchema]),
);
export type LeftFields = z.infer<typeof leftFieldsSchema>;

/** One value as it is sealed: a text, or the canonical JSON of an address or of a file. */
export interface FieldValue {
  readonly field: Field;
  readonly plaintext: string;
}

/**
 * Checks what was left against the declared fields. Empty texts count as not given.
 * @throws Refusal `invalid` naming the field, never its value.
 */
export function parseFields(
  declarations: Declarations,
  left: LeftFields,
  /** Files as they may be kept (`readFiles`): where none are given, none are taken. */
  files: ReadonlyMap<string, string> = new Map(),
): readonly FieldValue[] {
  const declared = new Map(declarations.fields.map((field) => [field.id, field]));
  return Object.entries(left).flatMap(([name, given]) => {
    const field = declared.get(name);
    if (field === undefined)
      throw new Refusal('invalid', `no field \`${name}\` is declared`, { field: `fields.${name}` });
    if (isEmpty(given)) return [];
    return [{ field, plaintext: field.type === 'file' ? fileOf(field, files) : parseValue(field, given) }];
  });
}

/** Whether a value that was kept is one that the field, as it is declared now, would take. It is kept either way. */
export function stillFits(field: Field, kept: string): boolean {
  const file = parseFileValue(kept) !== undefined;
  if (file || field.type === 'file') return file && field.type === 'file';
  try {
    parseValue(field, field.type === 'address' ? (JSON.parse(kept) as Address) : kept);
    return true;
  } catch (error) {
    if (error instanceof Refusal || error instanceof SyntaxError) return false;
    throw error;
  }
}

/**
 * A kept value as it is handed on: an address and a file in their parts, anything else as its text. A value that was left
 * when its field was of another type stays what it was.
 */
export function structured(field: Pick<Field, 'type'>, kept: string): string | Readonly<Record<string, string>> {
  if (field.type !== 'address') return parseFileValue(kept) ?? kept;
  try {
    return addressSchema.parse(JSON.parse(kept)) as Readonly<Record<string, string>>;
  } catch {
    return parseFileValue(kept) ?? kept;
  }
}

function isEmpty(given: LeftFields[string]): boolean {
  return typeof given === 'string'
    ? given.trim() === ''
    : Object.values(given).every((part) => (part ?? '').trim() === '');
}

function fileOf(field: Field, files: ReadonlyMap<string, string>): string {
  const file = files.get(field.id);
  if (file !== undefined) return file;
  throw new Refusal('invalid', `\`${field.id}\` must be a file`, { field: `fields.${field.id}` });
}

function parseValue(field: Field, given: LeftFields[string]): string {
  const wrong = (expected: string, part?: string) => {
    const name = part === undefined ? `fields.${field.id}` : `fields.${field.id}.${part}`;
    return new Refusal('invalid', `\`${field.id}\` must be ${expected}`, { field: name });
  };
  if (field.type === 'address') {
    if (typeof given === 'string' || 'file' in given) throw wrong('an address in parts: town and country at least');
    return parseAddress(given, wrong);
  }
  if (typeof given !== 'string') throw wrong('a text');
  const text = plainText(given, wrong, { lines: field.type === 'text' });
  refuseOutside(field, text, wrong);
  switch (field.type) {
    case 'email':
      if (normaliseEmail(text) === undefined) throw wrong('an e-mail address');
      return text;
    case 'phone': {
      const phone = normalisePhone(text);
      if (phone === undefined) throw wrong('a phone number beginning with + and the country code');
      return phone;
    }
    case 'country':
      if (!isCountry(text)) throw wrong('a country code of two letters');
      return text;
    case 'date':
      if (!isDate(text)) throw wrong('a date as year-month-day');
      return text;
    case 'choice':
      if (!field.choices?.some(({ id }) => id === text)) throw wrong('one of the choices');
      return text;
    case 'name':
      if (text.length > 140) throw wrong('at most 140 characters long');
      return text;
    case 'document-number':
      if (!/^[\p{L}\p{N} /-]{2,40}$/u.test(text)) throw wrong('letters, digits, spaces, `/` and `-`');
      return text;
    case 'latin-name':
      // The person's own spelling: nothing here makes Latin letters out of others.
      if (!/^[A-Za-z][A-Za-z '.-]{0,69}$/.test(text)) throw wrong('in Latin letters, as the bank knows the name');
      return text;
    case 'iban': {
      const account = electronicFormatIBAN(text);
      if (account === null || !isValidIBAN(account)) throw wrong('the number of a bank account (IBAN)');
      return account;
    }
    case 'text':
    case 'file':
      return text;
  }
}

/** What the operator declared of this field beyond its type. */
function refuseOutside({ bounds }: Field, text: string, wrong: (expected: string) => Refusal): void {
  if (bounds === undefined) return;
  const { shortest, longest, earliest, latest, characters } = bounds;
  const { length } = [...text];
  if (shortest !== undefined && length < shortest) throw wrong(`at least ${shortest} characters long`);
  if (longest !== undefined && length > longest) throw wrong(`at most ${longest} characters long`);
  if (characters === 'digits' && !/^\p{Nd}+$/u.test(text)) throw wrong('digits only');
  // Dates as they are kept sort like texts.
  if (earliest !== undefined && text < earliest) throw wrong(`not before ${earliest}`);
  if (latest !== undefined && text > latest) throw wrong(`not after ${latest}`);
}

function parseAddress(given: Address, wrong: (expected: string, part?: string) => Refusal): string {
  const parts = Object.entries(given).flatMap(([part, value]) => {
    const text = plainText(value ?? '', wrong, { lines: false });
    return text === '' ? [] : [[part, text] as const];
  });
  const address = Object.fromEntries(parts.sort(([a], [b]) => (a < b ? -1 : 1)));
  if (address.town === undefined || !isCountry(address.country ?? '')) {
    throw wrong('an address with at least a town and a country');
  }
  const { postcode, country } = address;
  if (postcode !== undefined && country !== undefined && !isPostcode(postcode, country)) {
    throw wrong('an address with a postcode as its country writes it', 'postcode');
  }
  return JSON.stringify(address);
}

/** By the country's own form; of a country without one, or whose form is not known, whatever is written. */
function isPostcode(postcode: string, country: string): boolean {
  return !postcodeValidatorExistsForCountry(country) || postcodeValidator(postcode.toUpperCase(), country);
}

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && countries.isValid(code);
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null || Number(match[1]) < 1900) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
