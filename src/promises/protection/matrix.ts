import type { ActDescription } from '../../kernel/policy/act-description.ts';
import { ASKER_WORDS, RECIPIENT_WORDS } from '../../kernel/policy/asker-words.ts';
import { type Combinations, cover, type Term } from '../../kernel/policy/combinations.ts';
import type { Floor } from '../../kernel/policy/floor.ts';
import { conditionWords, namedWords } from '../../kernel/policy/flow-words.ts';
import { type Flow, flowsOf } from '../../kernel/policy/matrix.ts';
import { RECIPIENTS, type Recipient, type Section } from '../../kernel/policy/names.ts';
import type { UnpublishedVersion } from '../../kernel/policy/open-version.ts';
import { LANGUAGES, type Language } from '../../kernel/words.ts';

/** Who can ever get what under a version: everything that floor and rules allow in at least one case. */
export interface Matrix {
  /** Null of what is not published. */
  readonly version: number | null;
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

export interface MatrixParts {
  readonly floor: Floor;
  readonly acts: readonly ActDescription[];
  readonly progress?: (done: number, of: number) => void;
}

/** Takes tenths of a second on a large site: kept for a version by whoever asks. */
export function matrixOf(version: UnpublishedVersion & { readonly number?: number }, parts: MatrixParts): Matrix {
  const flows = [...flowsOf(version, parts).values()].filter(({ category }) => category !== 'none');
  const say = lineMaker(version);
  const { fields } = version.declarations;
  const besides = flows.filter(({ field }) => field === null);
  return {
    version: version.number ?? null,
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

function lineMaker(version: UnpublishedVersion): (flow: Flow) => MatrixLine {
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

/** What of a matrix is asked for; whatever is left out is not narrowed. */
export interface MatrixFilter {
  /** The id of a declared field, or a category of what is opened besides. */
  readonly field?: string | undefined;
  readonly recipient?: string | undefined;
  readonly asker?: string | undefined;
  readonly act?: string | undefined;
}

export function narrowed(matrix: Matrix, { field, recipient, asker, act }: MatrixFilter): Matrix {
  const wanted = (line: MatrixLine) =>
    (recipient ?? line.recipient) === line.recipient &&
    (asker ?? line.asker) === line.asker &&
    (act ?? line.act) === line.act;
  const within = <Part extends { readonly lines: readonly MatrixLine[] }>(
    parts: readonly Part[],
    idOf: (part: Part) => string,
  ) =>
    parts
      .filter((part) => (field ?? idOf(part)) === idOf(part))
      .map((part) => ({ ...part, lines: part.lines.filter(wanted) }));
  return {
    ...matrix,
    fields: within(matrix.fields, ({ id }) => id),
    categories: within(matrix.categories, ({ category }) => category),
  };
}

/** Lines that differ only in who asks or in what is named out of the declarations, as one. */
export interface MatrixRow {
  readonly line: MatrixLine;
  /** Who may ask, as the subject of what they do. */
  readonly askers: readonly string[];
  readonly named: readonly string[];
}

/** The person first, then who is nearest to them; last what stays inside. */
export function rowsOf(lines: readonly MatrixLine[], language: Language): readonly MatrixRow[] {
  const rows = new Map<string, { line: MatrixLine; askers: Set<string>; named: Set<string> }>();
  for (const line of lines) {
    const { act, recipient, when, words } = line;
    const key = JSON.stringify([act, recipient, when]);
    const row = rows.get(key) ?? { line, askers: new Set(), named: new Set() };
    rows.set(key, row);
    const { asker, named } = words[language];
    row.askers.add(asker);
    if (named !== null) row.named.add(named);
  }
  return [...rows.values()]
    .sort((a, b) => rank(a.line.recipient) - rank(b.line.recipient))
    .map(({ line, askers, named }) => ({ line, askers: [...askers], named: [...named] }));
}

function rank(recipient: Recipient): number {
  return recipient === 'nobody' ? RECIPIENTS.length : RECIPIENTS.indexOf(recipient);
}
