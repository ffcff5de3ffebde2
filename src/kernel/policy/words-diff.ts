import type { Language } from '../words.ts';
import { SECTIONS, type Section } from './names.ts';
import { plainBlocks } from './plain-words.ts';
import { diffSentences } from './sentence-diff.ts';
import type { SectionTexts } from './version.ts';

/** A stretch of text that both versions have, or only one. */
export interface Run {
  readonly kind: 'kept' | 'added' | 'removed';
  readonly text: string;
}

/**
 * What became of one sentence. `changed` has runs of words; the others one run. A sentence that stands elsewhere in the
 * new text is told twice: `moved-away` where it stood, `moved-here` where it stands.
 */
export interface SentenceDiff {
  readonly kind: 'kept' | 'added' | 'removed' | 'changed' | 'moved-here' | 'moved-away';
  readonly runs: readonly Run[];
  /** Whether a heading, paragraph or list item begins with it. */
  readonly opens: 'heading' | 'text' | null;
  /** Of a moved sentence: the section on the other side. */
  readonly other: Section | null;
}

export interface SectionDiff {
  readonly section: Section;
  readonly changed: boolean;
  readonly sentences: readonly SentenceDiff[];
}

/** A sentence with its place in its paragraph. */
export interface Sentence {
  readonly text: string;
  readonly opens: 'heading' | 'text' | null;
}

/**
 * The difference of two versions in words: section by section, sentences first, words only inside sentences that
 * changed, never letters. Markdown marks are no words, so formatting alone is no difference.
 */
export function wordsDiff(before: SectionTexts, after: SectionTexts, language: Language): readonly SectionDiff[] {
  const sections = SECTIONS.map((section) => {
    const old = sentencesOf(before[section] ?? '', language);
    const young = sentencesOf(after[section] ?? '', language);
    return { section, sentences: diffSentences(old, young, language) };
  });
  return withMoves(sections).map(({ section, sentences }) => ({
    section,
    changed: sentences.some((sentence) => sentence.kind !== 'kept'),
    sentences,
  }));
}

function sentencesOf(markdown: string, language: Language): readonly Sentence[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  return plainBlocks(markdown).flatMap((block) =>
    [...segmenter.segment(block.text)].map(({ segment, index }) => ({
      text: segment.trim(),
      opens: index === 0 ? block.kind : null,
    })),
  );
}

/** Shorter sentences are equal by chance. */
const MOVED_WORDS_MIN = 3;

interface Told {
  readonly section: Section;
  readonly sentences: readonly SentenceDiff[];
}

// A removed sentence and an added one that say the same are one sentence that moved.
function withMoves(sections: readonly Told[]): readonly Told[] {
  const waiting = new Map<string, { section: Section; sentence: SentenceDiff }[]>();
  for (const { section, sentences } of sections) {
    for (const sentence of sentences) {
      const text = movable(sentence, 'removed');
      if (text !== null) waiting.set(text, [...(waiting.get(text) ?? []), { section, sentence }]);
    }
  }
  const away = new Map<SentenceDiff, SentenceDiff>();
  const here = new Map<SentenceDiff, SentenceDiff>();
  for (const { section, sentences } of sections) {
    for (const sentence of sentences) {
      const text = movable(sentence, 'added');
      const from = text === null ? undefined : waiting.get(text)?.shift();
      if (!from) continue;
      away.set(from.sentence, { ...from.sentence, kind: 'moved-away', other: section });
      here.set(sentence, { ...sentence, kind: 'moved-here', other: from.section });
    }
  }
  return sections.map(({ section, sentences }) => ({
    section,
    sentences: sentences.map((sentence) => away.get(sentence) ?? here.get(sentence) ?? sentence),
  }));
}

function movable(sentence: SentenceDiff, kind: 'added' | 'removed'): string | null {
  if (sentence.kind !== kind) return null;
  const text = sentence.runs.map((run) => run.text).join('');
  return text.split(' ').length >= MOVED_WORDS_MIN ? text : null;
}
