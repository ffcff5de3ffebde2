import type { ActDescription } from './act-description.ts';
import { type Combinations, combinations, isEmpty } from './combinations.ts';
import type { CompiledRules } from './compile.ts';
import { decide } from './decide.ts';
import type { Declarations, DeclaredCase, Field } from './declarations.ts';
import type { Asker, Recipient } from './names.ts';
import { atOnce, type Steps } from './steps.ts';
import { NO_CATEGORY, type Vocabulary, type VocabularyAct } from './vocabulary.ts';

/** What a matrix is made of: a published version or what a folder would become. */
export interface Behaving {
  readonly declarations: Declarations;
  readonly vocabulary: Vocabulary;
  readonly rules: CompiledRules;
}

/** What the asker names out of the declarations. */
export type Named =
  | { readonly kind: 'service'; readonly id: string; readonly purpose: string }
  | { readonly kind: 'provider'; readonly id: string; readonly method: string }
  | { readonly kind: 'ground'; readonly id: string };

/** Something that is possible at all: this asker, by this act, this field, to this recipient. */
export interface Flow {
  readonly act: VocabularyAct;
  readonly asker: Asker;
  /** Null where what is opened is no declared field. */
  readonly field: Field | null;
  /** The field's category, the act's own, or `none` where nothing is opened. */
  readonly category: string;
  readonly recipient: Recipient;
  readonly named: Named | null;
  readonly when: Combinations;
}

/**
 * Every flow that floor and version allow in at least one combination of facts: act × who may ask × declared field ×
 * what is named. Declared facts are computed, all others take every value.
 *
 * INVARIANT: the acts and facts are those of the running program, whatever the version knows of them. An act that the
 * program does not have can be asked by nobody; a fact that the version has not heard of the floor may still ask; and
 * what the floor permits it permits to an act that is younger than the version.
 */
export const flowsOf = (version: Behaving, parts: MatrixParts): ReadonlyMap<string, Flow> =>
  atOnce(flowSteps(version, parts));

/** How many cases are gone through before somebody else may have a turn. */
const CASES_A_STEP = 200;

/** The same in steps: a large site has a million cases. */
export function* flowSteps(
  version: Behaving,
  { floor, acts, progress = () => {} }: MatrixParts,
): Steps<ReadonlyMap<string, Flow>> {
  const flows = new Map<string, Flow>();
  const said = [...floor.acts.values()].map(({ description }) => ({
    description,
    act: saidAct(description, version.vocabulary),
  }));
  const cases = said.reduce((sum, { act }) => sum + countCases(act, version.declarations), 0);
  let done = 0;
  for (const { description, act } of said) {
    const facts = acts.find(({ name }) => name === act.name)?.facts ?? [];
    const declared = facts.filter((fact) => fact.kind === 'declared');
    const open = description.facts.filter(({ kind }) => kind === 'of-the-moment');
    const whens = new Map<string, Combinations>();
    for (const { asker, field, category, recipient, named, of } of casesOf(act, version.declarations)) {
      if (done % CASES_A_STEP === 0) {
        progress(done, cases);
        yield;
      }
      done += 1;
      const computed = Object.fromEntries(declared.map((fact) => [fact.name, fact.declared(of)]));
      // Fields of one category with equal declared facts are decided alike; a site has many more fields than cases.
      const signature = JSON.stringify([asker, category, recipient, computed]);
      const when =
        whens.get(signature) ??
        combinations(open, (facts) => {
          const request = { act: act.name, asker, category, recipient, facts: { ...facts, ...computed } };
          return decide(floor, version.rules, request).allowed;
        });
      whens.set(signature, when);
      if (isEmpty(when)) continue;
      const key = JSON.stringify([act.name, asker, field?.id ?? category, recipient, named && Object.values(named)]);
      flows.set(key, { act, asker, field, category, recipient, named, when });
    }
  }
  return flows;
}

export interface MatrixParts {
  /** With the vocabulary of the running program. */
  readonly floor: CompiledRules;
  /** The running program's acts: their declared facts can be computed. */
  readonly acts: readonly ActDescription[];
  /** Hears how many cases have been gone through: a large site takes a while. */
  readonly progress?: (done: number, of: number) => void;
}

// As it runs; in the words of the version, where it has some.
function saidAct(running: VocabularyAct, { acts }: Vocabulary): VocabularyAct {
  const known = acts.find(({ name }) => name === running.name);
  return known === undefined ? running : { ...running, words: known.words };
}

interface Case {
  readonly asker: Asker;
  readonly field: Field | null;
  readonly category: string;
  readonly recipient: Recipient;
  readonly named: Named | null;
  readonly of: DeclaredCase;
}

function* casesOf(act: VocabularyAct, declarations: Declarations): Generator<Case> {
  const opened = openedBy(act, declarations);
  for (const { named, of } of namedOf(act, declarations)) {
    const recipients = recipientsOf(act, of);
    for (const recipient of recipients) {
      for (const asker of act.askers) {
        for (const { field, category } of opened) {
          yield { asker, field, category, recipient, named, of: { ...of, field, asker } };
        }
      }
    }
  }
}

function countCases(act: VocabularyAct, declarations: Declarations): number {
  const each = act.askers.length * openedBy(act, declarations).length;
  return namedOf(act, declarations).reduce((sum, { of }) => sum + each * recipientsOf(act, of).length, 0);
}

function recipientsOf({ recipients }: VocabularyAct, { provider }: CaseOfAnybody): readonly Recipient[] {
  const kind = provider?.provider.kind;
  const fitting = recipients.filter((one) => kind === undefined || one === kind);
  return fitting.length > 0 ? fitting : recipients;
}

function openedBy(act: VocabularyAct, declarations: Declarations) {
  const own = act.categories.map((category) => ({ field: null, category }));
  if (act.opens !== 'fields') return [{ field: null, category: NO_CATEGORY }, ...own];
  return [...declarations.fields.map((field) => ({ field, category: field.category })), ...own];
}

type CaseOfAnybody = Omit<DeclaredCase, 'asker'>;

interface NamedCase {
  readonly named: Named | null;
  readonly of: CaseOfAnybody;
}

function namedOf({ names }: VocabularyAct, declarations: Declarations): readonly NamedCase[] {
  const none: CaseOfAnybody = { declarations, field: null, service: null, provider: null, ground: null };
  if (names === 'service') {
    return declarations.services.flatMap((service) =>
      service.purposes.map(({ id: purpose }) => ({
        named: { kind: 'service', id: service.id, purpose },
        of: { ...none, service: { service, purpose } },
      })),
    );
  }
  if (names === 'provider') {
    return declarations.providers.flatMap((provider) =>
      provider.methods.map(({ id: method }) => ({
        named: { kind: 'provider', id: provider.id, method },
        of: { ...none, provider: { provider, method } },
      })),
    );
  }
  if (names === 'ground') {
    return declarations.grounds.map((ground) => ({
      named: { kind: 'ground', id: ground.id },
      of: { ...none, ground },
    }));
  }
  return [{ named: null, of: none }];
}
