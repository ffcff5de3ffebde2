import type { Section } from '../../../kernel/policy/names.ts';
import type { Language } from '../../../kernel/words.ts';
import { count } from '../../../ui/numbers.ts';
import { wordsOf } from '../../../ui/words/words.ts';

/** A stretch of text inside a changed sentence; never begins or ends inside a word. */
export interface Run {
  readonly kind: 'kept' | 'added' | 'removed';
  readonly text: string;
}

/** One sentence of the section, or how many in a row did not change. */
export type SentenceChange =
  | { readonly kind: 'unchanged'; readonly sentences: number }
  | { readonly kind: 'changed' | 'moved'; readonly runs: readonly Run[] };

export interface SectionChange {
  readonly id: Section;
  /** In the order of the newer version. Sections without a change are left out. */
  readonly sentences: readonly SentenceChange[];
}

/** One text with marks in it, or both texts beside each other. */
export type WordsView = 'inline' | 'side';

interface WordsChangeProps {
  readonly language: Language;
  readonly section: SectionChange;
  readonly view: WordsView;
  /** Where the same section stands on a page twice. */
  readonly prefix?: string;
}

/** What changed in one section, word by word: marked for the eye, and in words for screen readers. */
export function WordsChange({ language, section, view, prefix = '' }: WordsChangeProps) {
  const Shown = view === 'side' ? BothSentences : Sentence;
  return (
    <section class="words-change" aria-labelledby={`${prefix}words-${section.id}`}>
      <h3 id={`${prefix}words-${section.id}`}>{wordsOf(language).frame.sections[section.id]}</h3>
      {section.sentences.map((sentence) => (
        <Shown language={language} sentence={sentence} />
      ))}
    </section>
  );
}

function Sentence({ language, sentence }: { readonly language: Language; readonly sentence: SentenceChange }) {
  const words = wordsOf(language).changes.changes;
  if (sentence.kind === 'unchanged') {
    return <p class="hint unchanged">{count(language, sentence.sentences, words.unchangedSentences)}</p>;
  }
  return (
    <p>
      {sentence.kind === 'moved' ? <span class="badge plain">{words.moved}</span> : null}{' '}
      {sentence.runs.map((run) => (
        <Stretch language={language} run={run} />
      ))}
    </p>
  );
}

/** The sentence as it was, and beside it as it is; on a narrow screen one below the other. */
function BothSentences({ language, sentence }: { readonly language: Language; readonly sentence: SentenceChange }) {
  if (sentence.kind !== 'changed') return <Sentence language={language} sentence={sentence} />;
  const words = wordsOf(language).changes.changes;
  const side = (name: string, left: Run['kind']) => {
    const runs = sentence.runs.filter(({ kind }) => kind !== left);
    return (
      <div>
        <span class="unseen">{name}: </span>
        {runs.length === 0
          ? wordsOf(language).frame.none
          : runs.map((run) => <Stretch language={language} run={run} />)}
      </div>
    );
  };
  return (
    <div class="both">
      {side(words.before, 'added')}
      {side(words.after, 'removed')}
    </div>
  );
}

function Stretch({ language, run }: { readonly language: Language; readonly run: Run }) {
  const words = wordsOf(language).changes.changes;
  if (run.kind === 'kept') return <>{run.text}</>;
  const Mark = run.kind === 'added' ? 'ins' : 'del';
  return (
    <Mark>
      <span class="unseen"> [{run.kind === 'added' ? words.added : words.removed}: </span>
      {run.text}
      <span class="unseen"> {run.kind === 'added' ? words.endAdded : words.endRemoved}] </span>
    </Mark>
  );
}
