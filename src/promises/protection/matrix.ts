import type { ActDescription } from '../../kernel/policy/act-description.ts';
import { ASKER_WORDS, RECIPIENT_WORDS } from '../../kernel/policy/asker-words.ts';
import { type Combinations, cover, type Term } from '../../kernel/policy/combinations.ts';
import type { Floor } from '../../kernel/policy/floor.ts';
import { conditionWords, namedWords } from '../../kernel/policy/flow-words.ts';
import { type Flow, flowsOf } from '../../kernel/policy/matrix.ts';
import type { Recipient, Section } from '../../kernel/policy/names.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { LANGUAGES, type Language } from '../../kernel/words.ts';

/** Who can ever get what under a version: everything that floor and rules allow in at least one case. */
export interface Matrix {
  readonly version: number;
  readonly digest: string;
  readonly fields: readonly MatrixField[];
  /** What is opened and is no declared field, by DPV category. */
  readonly categories: readonly { readonly category: string; readonly lines: readonly MatrixLine[] }[];
}

export interface MatrixField {
  readonly id: string;
  readonly category: string;
  readonly label: Readonly<Record<Language, string>>;
  readonly lines: readonly MatrixLine[];
}

/** One way in which something can be had. */
export interface MatrixLine {
  readonly act: string;
  readonly asker: string;
  readonly recipient: Recipient;
  readonly named: Flow['named'];
  readonly section: Section;
  /** Alternatives; each a list of what must hold. One empty alternative: always. */
  readonly when: readonly (readonly { readonly fact: string; readonly value: boolean | string }[])[];
  readonly words: Readonly<Record<Language, MatrixWords>>;
}

interface MatrixWords {
  readonly asker: string;
  readonly act: string;
  readonly recipient: string;
  readonly named: string | null;
  readonly when: string;
}

/** Takes tenths of a second on a large site: kept for a version by whoever asks. */
export function matrixOf(
  version: Version,
  parts: { readonly floor: Floor; readonly acts: readonly ActDescription[] },
): Matrix {
  const flows = [...flowsOf(version, parts).values()].filter(({ category }) => category !== 'none');
  const say = lineMaker(version);
  const { fields } = version.declarations;
  const besides = flows.filter(({ field }) => field === null);
  return {
    version: version.number,
    digest: version.digest,
    fields: fields.map(({ id, category, words }) => ({
      id,
      category,
      label: words,
      lines: flows.filter(({ field }) => field?.id === id).map(say),
    })),
    categories: [...new Set(besides.map(({ category }) => category))].map((category) => ({
      category,
      lines: besides.filter((flow) => flow.category === category).map(say),
    })),
  };
}

function lineMaker(version: Version): (flow: Flow) => MatrixLine {
  // Flows share their combinations, and covering them is what takes the time.
  const covers = new Map<Combinations, readonly Term[]>();
  return (flow) => {
    const terms = covers.get(flow.when) ?? cover(flow.when);
    covers.set(flow.when, terms);
    const { act, asker, recipient, named } = flow;
    const inWords = (language: Language): MatrixWords => ({
      asker: ASKER_WORDS[asker][language].replace(/,$/, ''),
      act: act.words[language],
      recipient: RECIPIENT_WORDS[recipient][language],
      named: named && namedWords(named, version.declarations, language),
      when: conditionWords(terms, language),
    });
    return {
      act: act.name,
      asker,
      recipient,
      named,
      section: act.section,
      when: terms.map((term) => term.map(({ fact, value }) => ({ fact: fact.name, value }))),
      words: Object.fromEntries(LANGUAGES.map((language) => [language, inWords(language)])) as MatrixLine['words'],
    };
  };
}
