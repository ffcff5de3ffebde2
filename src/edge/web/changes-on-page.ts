import assert from 'node:assert/strict';
import type { PolicyDiff } from '../../kernel/policy/diff.ts';
import type { SectionDiff, SentenceDiff } from '../../kernel/policy/words-diff.ts';
import type { Language } from '../../kernel/words.ts';
import type { ChangesPageProps } from '../../promises/changes/pages.tsx';
import { wordsOf } from '../../ui/words/words.ts';

/** The difference of two versions as its page shows it: behaviour, words, settings. */
export function changesOnPage(
  diff: PolicyDiff,
  language: Language,
): Omit<ChangesPageProps, 'language' | 'frame' | 'before' | 'after'> {
  const { dropped, restored } = diff.droppedExamples;
  const { exampleDropped, exampleKept } = wordsOf(language).changes.changes;
  return {
    formattingOnly: diff.change === 'formatting',
    behaviour: diff.behaviour.map(({ tone, section, sentence }) => {
      assert(tone !== 'allowed', 'a difference tells what changed');
      return { kind: tone, section, sentence: sentence[language] };
    }),
    words: wordsOnPage(diff.words),
    settings: [
      ...diff.settings.map((one) => ({
        name: one.label[language],
        before: one.before?.[language] ?? null,
        after: one.after?.[language] ?? null,
      })),
      ...dropped.map(({ id, reason }) => ({ name: `${exampleDropped} ${id}`, before: null, after: reason })),
      ...restored.map(({ id, reason }) => ({ name: `${exampleKept} ${id}`, before: reason, after: null })),
    ],
  };
}

type SectionOnPage = ChangesPageProps['words'][number];
type SentenceOnPage = SectionOnPage['sentences'][number];

/** The sections that changed, each with what did not change counted. */
export function wordsOnPage(sections: readonly SectionDiff[]): readonly SectionOnPage[] {
  return sections.filter(({ changed }) => changed).map(sectionOnPage);
}

function sectionOnPage({ section, sentences }: SectionDiff): SectionOnPage {
  const shown: SentenceOnPage[] = [];
  for (const sentence of sentences) {
    const last = shown.at(-1);
    if (sentence.kind !== 'kept') shown.push(sentenceOnPage(sentence));
    else if (last?.kind === 'unchanged') shown[shown.length - 1] = { ...last, sentences: last.sentences + 1 };
    else shown.push({ kind: 'unchanged', sentences: 1 });
  }
  return { id: section, sentences: shown };
}

function sentenceOnPage({ kind, runs }: SentenceDiff): SentenceOnPage {
  return { kind: kind === 'moved-here' || kind === 'moved-away' ? 'moved' : 'changed', runs };
}
