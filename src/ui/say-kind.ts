import type { Language } from '../kernel/words.ts';
import { wordsOf } from './words/words.ts';

/** What an entry of this kind records, as a noun; the kind itself where this program has no word for it. */
export function sayKind(kind: string, language: Language): string {
  const known: Readonly<Record<string, string>> = wordsOf(language).entries;
  return Object.hasOwn(known, kind) ? (known[kind] ?? kind) : kind;
}
