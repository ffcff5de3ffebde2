import assert from 'node:assert/strict';
import type { Language } from '../kernel/words.ts';

/** The forms of a counted noun. English leaves out `few` and `many`. */
export interface Counted {
  readonly one: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

// Made once: making one takes longer than all that it then says on a page.
const RULES = { ru: new Intl.PluralRules('ru'), en: new Intl.PluralRules('en'), uk: new Intl.PluralRules('uk') };
const NUMBERS = { ru: new Intl.NumberFormat('ru'), en: new Intl.NumberFormat('en'), uk: new Intl.NumberFormat('uk') };

/** «21 запись», "2 entries": the number with its noun in the right form. */
export function count(language: Language, n: number, forms: Counted): string {
  return `${sayNumber(n, language)}\u00a0${nounFor(language, n, forms)}`;
}

/** The noun alone, in the form that this number takes. */
export function nounFor(language: Language, n: number, forms: Counted): string {
  const rule = RULES[language].select(n);
  return (rule === 'one' || rule === 'few' || rule === 'many' ? forms[rule] : undefined) ?? forms.other;
}

export function sayNumber(n: number, language: Language): string {
  return NUMBERS[language].format(n);
}

/** An amount as people write it. `value`: a decimal with a point (`1250.00`); `currency`: ISO 4217. */
export function sayAmount(value: string, currency: string, language: Language): string {
  assert(/^\d{1,11}(\.\d{1,4})?$/.test(value), 'an amount is a decimal with a point');
  const format = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'code' });
  return format.format(Number(value));
}

/** Marks the forms of a noun in the words, so that a language without `few` and `many` need not repeat itself. */
export function counted(forms: Counted): Counted {
  return forms;
}
