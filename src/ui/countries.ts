import countries from 'i18n-iso-countries';
import type { Language } from '../kernel/words.ts';

export interface CountryChoice {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  readonly name: string;
}

/** Every country in the order of the reader's alphabet. Names come from the runtime (CLDR), codes from ISO 3166-1. */
export const countryChoices: Readonly<Record<Language, readonly CountryChoice[]>> = {
  ru: choices('ru'),
  en: choices('en'),
  uk: choices('uk'),
};

/** The name of a country, or its code where no name is known. */
export function sayCountry(code: string, language: Language): string {
  return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code;
}

function choices(language: Language): readonly CountryChoice[] {
  const names = new Intl.DisplayNames([language], { type: 'region' });
  const order = new Intl.Collator(language);
  return Object.keys(countries.getAlpha2Codes())
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => order.compare(a.name, b.name));
}
