import type { Language, Words } from '../words.ts';

/** What is needed to say a fact: of an act's description or of a version's vocabulary. */
export interface SaidFact {
  readonly words: Words;
  readonly wordsNot?: Words;
}

/** A fact with the value it had, as a clause: "the dealing has ended" for `dealingOpen` that was false. */
export function factWords(fact: SaidFact, value: boolean | string, language: Language): string {
  if (typeof value === 'string') return `${fact.words[language]}: ${QUOTED[language](value)}`;
  if (value) return fact.words[language];
  return fact.wordsNot?.[language] ?? `${NOT[language]} ${fact.words[language]}`;
}

const NOT: Words = { ru: 'неверно, что', en: 'it is not so that', uk: 'неправда, що' };

const QUOTED: Readonly<Record<Language, (name: string) => string>> = {
  ru: (name) => `«${name}»`,
  en: (name) => `“${name}”`,
  uk: (name) => `«${name}»`,
};
