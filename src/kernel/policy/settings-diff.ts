import { decimalAmount } from '../amounts.ts';
import { LANGUAGES, type Words } from '../words.ts';
import type { Declarations } from './declarations.ts';
import { SETTING_WORDS, VALUE_WORDS } from './setting-words.ts';

/** A declaration that changed: what no decision shows, such as a retention, an address, a reason. */
export interface SettingChange {
  /** `fields.phone.retentionDays`. */
  readonly path: string;
  /** What is set, in words: «поле „Телефон“: срок хранения, дней». */
  readonly label: Words;
  /** Null where it was not set, or what it is about was not declared. */
  readonly before: Words | null;
  readonly after: Words | null;
}

/** Every declaration that differs, in the order of the declarations. */
export function settingsDiff(before: Declarations, after: Declarations): readonly SettingChange[] {
  const old = new Map(settingsOf(before).map((setting) => [setting.path, setting]));
  const young = new Map(settingsOf(after).map((setting) => [setting.path, setting]));
  const paths = [...new Set([...young.keys(), ...old.keys()])];
  return paths.flatMap((path) => {
    const [from, to] = [old.get(path), young.get(path)];
    if (JSON.stringify(from?.value) === JSON.stringify(to?.value)) return [];
    const label = to?.label ?? from?.label;
    return label ? [{ path, label, before: from?.value ?? null, after: to?.value ?? null }] : [];
  });
}

interface Setting {
  readonly path: string;
  readonly label: Words;
  readonly value: Words | null;
}

function settingsOf(declarations: Declarations): readonly Setting[] {
  return Object.entries(declarations).flatMap(([part, value]) => walk(value, [part], [partWords(part)], declarations));
}

// Lists of declared things are walked by their ids, so that adding one in the middle is one addition.
function walk(
  value: unknown,
  path: readonly string[],
  trail: readonly Words[],
  declarations: Declarations,
): readonly Setting[] {
  const leaf = leafOf(value, declarations);
  if (leaf !== undefined) return [{ path: path.join('.'), label: labelOf(trail), value: leaf }];
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const id = String(item.id ?? item.field);
      return walk(item, [...path, id], [...trail, nameOf(item, id, declarations)], declarations);
    });
  }
  return Object.entries(value as object).flatMap(([key, inner]) =>
    key === 'id' || key === 'field' ? [] : walk(inner, [...path, key], [...trail, partWords(key)], declarations),
  );
}

// A leaf is a text, number, yes or no, nothing, words in three languages, or a list of names.
function leafOf(value: unknown, declarations: Declarations): Words | null | undefined {
  if (value === null) return null;
  if (typeof value === 'boolean') return value ? YES : NO;
  if (typeof value !== 'object') return same(String(value));
  // In one order: the same words read back from a published version are no change.
  if (isAmount(value)) return amountWords(value);
  if (isWords(value)) return inEach((language) => value[language]);
  // An empty list is nothing to tell; what was taken out of it or put in is told by itself.
  if (!Array.isArray(value) || value.length === 0 || typeof value[0] !== 'string') return undefined;
  const names = value.map((item) => fieldWords(item, declarations));
  return inEach((language) => names.map((words) => words[language]).join(', '));
}

function nameOf(item: { words?: Words }, id: string, declarations: Declarations): Words {
  const words = item.words ?? fieldWords(id, declarations);
  return inEach((language) => (language === 'en' ? `“${words.en}”` : `«${words[language]}»`));
}

function fieldWords(id: string, declarations: Declarations): Words {
  const declared = declarations.fields.find((field) => field.id === id)?.words;
  return declared ?? (Object.hasOwn(VALUE_WORDS, id) ? (VALUE_WORDS[id] ?? same(id)) : same(id));
}

function labelOf(trail: readonly Words[]): Words {
  return inEach((language) => trail.map((words) => words[language]).join(' → '));
}

function partWords(key: string): Words {
  return Object.hasOwn(SETTING_WORDS, key) ? (SETTING_WORDS[key] ?? same(key)) : same(key);
}

interface Amount {
  readonly amount: number;
  readonly currency: string;
}

function isAmount(value: object): value is Amount {
  return Object.keys(value).length === 2 && 'amount' in value && 'currency' in value;
}

function amountWords({ amount, currency }: Amount): Words {
  const value = Number(decimalAmount(amount, currency));
  const format = { style: 'currency', currency, currencyDisplay: 'code' } as const;
  return inEach((language) => new Intl.NumberFormat(language, format).format(value));
}

function isWords(value: object): value is Words {
  return Object.keys(value).length === LANGUAGES.length && LANGUAGES.every((language) => language in value);
}

function inEach(make: (language: 'ru' | 'en' | 'uk') => string): Words {
  return { ru: make('ru'), en: make('en'), uk: make('uk') };
}

function same(text: string): Words {
  return inEach(() => text);
}

const YES: Words = { ru: 'да', en: 'yes', uk: 'так' };
const NO: Words = { ru: 'нет', en: 'no', uk: 'ні' };
