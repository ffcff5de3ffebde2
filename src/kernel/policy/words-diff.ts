import type { Language } from '../words.ts';
import { SECTIONS, type Section } from './names.ts';
import { plainBlocks } from './plain-words.ts';
import { type Hunk, type Moved, sentenceHunks, tellHunks } from './sentence-diff.ts';
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
    return { section, hunks: sentenceHunks(old, young) };
  });
  const moved = movedBetween(sections);
  return sections.map(({ section, hunks }) => {
    const sentences = tellHunks(hunks, moved);
    return { section, changed: sentences.some((sentence) => sentence.kind !== 'kept'), sentences };
  });
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

interface Compared {
  readonly section: Section;
  readonly hunks: readonly Hunk[];
}

// A removed sentence and an added one that say the same are one sentence that moved. Looked for over all sections, and
// before sentences that are only alike are taken for each other.
function movedBetween(sections: readonly Compared[]): Moved {
  const waiting = new Map<string, { section: Section; sentence: Sentence }[]>();
  each(sections, 'removed', (sentence, section) => {
    const known = waiting.get(sentence.text);
    if (known) known.push({ section, sentence });
    else waiting.set(sentence.text, [{ section, sentence }]);
  });
  const moved = new Map<Sentence, Section>();
  each(sections, 'added', (sentence, section) => {
    const from = waiting.get(sentence.text)?.shift();
    if (!from) return;
    moved.set(from.sentence, section);
    moved.set(sentence, from.section);
  });
  return moved;
}

function each(
  sections: readonly Compared[],
  kind: 'removed' | 'added',
  work: (sentence: Sentence, section: Section) => void,
): void {
  for (const { section, hunks } of sections) {
    for (const hunk of hunks) {
      if ('kept' in hunk) continue;
      for (const sentence of hunk[kind]) {
        if (sentence.text.split(' ').length >= MOVED_WORDS_MIN) work(sentence, section);
      }
    }
  }
}
