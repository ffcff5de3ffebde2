import type { Document, Part } from './documents.ts';

export interface Found {
  readonly document: Document;
  readonly part: Part;
  /** Some of its text, cut where the first word was found: before, the word, after. */
  readonly excerpt: readonly [before: string, word: string, after: string];
}

const FOUND_MAX = 20;
const EXCERPT_CHARACTERS = 90;
const QUERY_WORDS_MAX = 8;
/** Endings change: of a longer word all but its last two letters have to be there. */
const WHOLE_WORD_LETTERS = 5;

/** The parts that hold every word of a query, the fittest first. Nothing leaves the server for it. */
export function searchDocuments(documents: readonly Document[], query: string): readonly Found[] {
  const stems = wordsIn(query).slice(0, QUERY_WORDS_MAX).map(stemOf);
  if (stems.length === 0) return [];
  const rated = documents.flatMap((document) =>
    document.parts.flatMap((part) => {
      const rates = stems.map((stem) => rate(stem, document, part));
      if (rates.includes(0)) return [];
      return [{ document, part, rate: rates.reduce((sum, one) => sum + one, 0) }];
    }),
  );
  return rated
    .sort((a, b) => b.rate - a.rate)
    .slice(0, FOUND_MAX)
    .map(({ document, part }) => ({ document, part, excerpt: excerptOf(part, stems) }));
}

function rate(stem: string, { title }: Document, { heading, text }: Part): number {
  const count = (where: string) => wordsIn(where).filter((word) => word.startsWith(stem)).length;
  return (count(title) > 0 ? 3 : 0) + (count(heading) > 0 ? 5 : 0) + Math.min(3, count(text));
}

function excerptOf({ text }: Part, stems: readonly string[]): Found['excerpt'] {
  const line = text.replaceAll(/\s+/g, ' ');
  const words = [...line.matchAll(/[\p{L}\p{N}]+/gu)];
  const first = words.find(([word]) => stems.some((stem) => word.toLowerCase().startsWith(stem)));
  const at = first?.index ?? 0;
  const word = first?.[0] ?? '';
  const begin = Math.max(0, at - EXCERPT_CHARACTERS);
  const before = line.slice(begin, at);
  const after = line.slice(at + word.length, at + word.length + EXCERPT_CHARACTERS);
  return [
    begin === 0 ? before : `…${before.replace(/^\S*\s/, '')}`,
    word,
    at + word.length + EXCERPT_CHARACTERS >= line.length ? after : `${after.replace(/\s\S*$/, '')}…`,
  ];
}

function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function stemOf(word: string): string {
  return word.length >= WHOLE_WORD_LETTERS ? word.slice(0, -2) : word;
}
