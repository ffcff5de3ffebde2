import type { ActDescription, DeclaredFact } from './act-description.ts';
import { type Combinations, combinations, isEmpty } from './combinations.ts';
import type { CompiledRules } from './compile.ts';
import { decide } from './decide.ts';
import type { Declarations, DeclaredCase, Field } from './declarations.ts';
import type { Asker, Recipient } from './names.ts';
import { NO_CATEGORY, type Vocabulary, type VocabularyAct, type VocabularyFact } from './vocabulary.ts';

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
 * @param openFacts The facts of each act that take every value; of two versions that are compared the facts of both.
 */
export function flowsOf(
  version: Behaving,
  { floor, acts, openFacts = openFactsOf(acts, version.vocabulary), progress = () => {} }: MatrixParts,
): ReadonlyMap<string, Flow> {
  const flows = new Map<string, Flow>();
  for (const [done, act] of version.vocabulary.acts.entries()) {
    progress(done, version.vocabulary.acts.length);
    const whens = new Map<string, Combinations>();
    const declared = computable(acts, act);
    for (const { asker, field, category, recipient, named, of } of casesOf(
      act,
      floor.acts.get(act.name)?.description,
      version.declarations,
    )) {
      const computed = Object.fromEntries(declared.map((fact) => [fact.name, fact.declared(of)]));
      // Fields of one category with equal declared facts are decided alike; a site has many more fields than cases.
      const signature = JSON.stringify([asker, category, recipient, computed]);
      const when =
        whens.get(signature) ??
        combinations(openFacts.get(act.name) ?? [], (facts) => {
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
  readonly floor: CompiledRules;
  /** The running program's acts: their declared facts can be computed. */
  readonly acts: readonly ActDescription[];
  readonly openFacts?: ReadonlyMap<string, readonly VocabularyFact[]>;
  /** Hears how many acts have been gone through: a large site takes a while. */
  readonly progress?: (done: number, of: number) => void;
}

/** The facts of each act that no declaration settles, over one or several vocabularies. */
export function openFactsOf(
  acts: readonly ActDescription[],
  ...vocabularies: readonly Vocabulary[]
): ReadonlyMap<string, readonly VocabularyFact[]> {
  const open = new Map<string, VocabularyFact[]>();
  for (const act of vocabularies.flatMap((vocabulary) => vocabulary.acts)) {
    const facts = open.get(act.name) ?? [];
    open.set(act.name, facts);
    const computed = computable(acts, act).map((fact) => fact.name);
    for (const fact of act.facts) {
      if (computed.includes(fact.name)) continue;
      const same = facts.findIndex((one) => one.name === fact.name);
      if (same < 0) facts.push(fact);
      else if (facts[same]?.values !== 'yes-no' && fact.values !== 'yes-no')
        facts[same] = withValues(fact, facts[same]);
    }
  }
  return open;
}

function withValues(fact: VocabularyFact, other: VocabularyFact | undefined): VocabularyFact {
  const lists = [other?.values, fact.values].flatMap((values) => (Array.isArray(values) ? values : []));
  return { ...fact, values: [...new Set<string>(lists)] };
}

// Of an act that the program no longer has, declared facts cannot be computed: they take every value.
function computable(acts: readonly ActDescription[], act: VocabularyAct): readonly DeclaredFact[] {
  const running = acts.find((one) => one.name === act.name);
  const known = new Set(act.facts.map((fact) => fact.name));
  return (running?.facts ?? []).filter((fact) => fact.kind === 'declared').filter((fact) => known.has(fact.name));
}

interface Case {
  readonly asker: Asker;
  readonly field: Field | null;
  readonly category: string;
  readonly recipient: Recipient;
  readonly named: Named | null;
  readonly of: DeclaredCase;
}

function* casesOf(act: VocabularyAct, running: VocabularyAct | undefined, declarations: Declarations): Generator<Case> {
  // An older version may say `fields` of an act that opens only its own: what runs is what can open anything.
  const opened = openedBy(running?.opens === 'own' ? running : act, declarations);
  for (const { named, of } of namedOf(act, declarations)) {
    const kind = of.provider?.provider.kind;
    const recipients = act.recipients.filter((one) => kind === undefined || one === kind);
    for (const recipient of recipients.length > 0 ? recipients : act.recipients) {
      for (const asker of act.askers) {
        for (const { field, category } of opened) {
          yield { asker, field, category, recipient, named, of: { ...of, field } };
        }
      }
    }
  }
}

function openedBy(act: VocabularyAct, declarations: Declarations) {
  const own = act.categories.map((category) => ({ field: null, category }));
  if (act.opens !== 'fields') return [{ field: null, category: NO_CATEGORY }, ...own];
  return [...declarations.fields.map((field) => ({ field, category: field.category })), ...own];
}

interface NamedCase {
  readonly named: Named | null;
  readonly of: DeclaredCase;
}

function namedOf({ names }: VocabularyAct, declarations: Declarations): readonly NamedCase[] {
  const none: DeclaredCase = { declarations, field: null, service: null, provider: null, ground: null };
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
