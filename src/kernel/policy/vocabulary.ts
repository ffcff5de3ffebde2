import assert from 'node:assert/strict';
import type { Words } from '../words.ts';
import { type ActDescription, FACTS_MAX, type FactDescription } from './act-description.ts';
import { ASKER_WORDS, RECIPIENT_WORDS } from './asker-words.ts';
import type { Declarations } from './declarations.ts';
import { ASKERS, type Asker, RECIPIENTS, type Recipient, type Section } from './names.ts';

/**
 * Everything the rules of one version can speak about, as plain JSON: it is stored with the version, so that an old
 * version means in ten years what it meant when it was published.
 */
export interface Vocabulary {
  readonly askers: readonly { readonly name: Asker; readonly words: Words }[];
  readonly recipients: readonly { readonly name: Recipient; readonly words: Words }[];
  /** `none`, then the categories of declared fields and of what acts open besides, in alphabetical order. */
  readonly categories: readonly string[];
  /** In alphabetical order of their names. */
  readonly acts: readonly VocabularyAct[];
}

export interface VocabularyAct {
  readonly name: string;
  readonly section: Section;
  readonly askers: readonly Asker[];
  readonly recipients: readonly Recipient[];
  /** Versions published before `own` was told apart say `fields` of such acts; the running program knows better. */
  readonly opens: 'fields' | 'own' | 'nothing';
  /** Of what the act opens beyond declared fields. */
  readonly categories: readonly string[];
  readonly names: 'service' | 'provider' | 'ground' | null;
  readonly facts: readonly VocabularyFact[];
  readonly words: Words;
}

export interface VocabularyFact {
  readonly name: string;
  readonly values: 'yes-no' | readonly string[];
  readonly kind: 'declared' | 'of-the-moment';
  readonly tell: 'asker' | 'nobody';
  readonly words: Words;
  readonly wordsNot?: Words;
}

/** The category of an act that opens nothing. */
export const NO_CATEGORY = 'none';

/** The vocabulary that the given acts and declarations make. Acts that contradict each other are a defect. */
export function vocabularyOf(acts: readonly ActDescription[], declarations: Pick<Declarations, 'fields'>): Vocabulary {
  assertSound(acts);
  const own = acts.flatMap((act) => act.categories ?? []);
  const categories = new Set([...declarations.fields.map((field) => field.category), ...own]);
  return {
    askers: ASKERS.map((name) => ({ name, words: ASKER_WORDS[name] })),
    recipients: RECIPIENTS.map((name) => ({ name, words: RECIPIENT_WORDS[name] })),
    categories: [NO_CATEGORY, ...[...categories].sort()],
    acts: acts.map(actOf).sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function actOf(act: ActDescription): VocabularyAct {
  return {
    name: act.name,
    section: act.section,
    askers: [...act.askers],
    recipients: [...act.recipients],
    opens: act.opens,
    categories: [...(act.categories ?? [])],
    names: act.names ?? null,
    facts: act.facts.map(factOf),
    words: { ...act.words },
  };
}

function factOf(fact: FactDescription): VocabularyFact {
  const values = fact.values === 'yes-no' ? fact.values : [...fact.values];
  const wordsNot = fact.wordsNot === undefined ? {} : { wordsNot: { ...fact.wordsNot } };
  return { name: fact.name, values, kind: fact.kind, tell: fact.tell, words: { ...fact.words }, ...wordsNot };
}

/** Whether an act can open anything of a category, or, with `none`, can be asked without opening anything. */
export function canOpen(act: Pick<VocabularyAct, 'opens' | 'categories'>, category: string): boolean {
  return act.opens === 'fields' || category === NO_CATEGORY || act.categories.includes(category);
}

/** The Cedar entity type of a fact with a closed list. */
export function factType(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

const TAKEN_TYPES = ['Asker', 'Category', 'Recipient', 'Action'];

// INVARIANT: one fact name has one list of values everywhere, because Cedar knows one entity type of that name.
function assertSound(acts: readonly ActDescription[]): void {
  const lists = new Map<string, string>();
  assert.equal(new Set(acts.map((act) => act.name)).size, acts.length, 'every act has its own name');
  for (const act of acts) {
    assert.ok(act.facts.length <= FACTS_MAX, `act ${act.name} has at most ${FACTS_MAX} facts`);
    assert.ok(act.askers.length > 0 && act.recipients.length > 0, `act ${act.name} has askers and recipients`);
    const own = act.categories?.length ?? 0;
    assert.ok(act.opens === 'fields' || (act.opens === 'own') === own > 0, `act ${act.name} opens what it says`);
    assert.equal(new Set(act.facts.map((fact) => fact.name)).size, act.facts.length, `${act.name}: facts named once`);
    for (const fact of act.facts) {
      assert.match(fact.name, /^[a-z][A-Za-z0-9]*$/, 'a fact is named in camelCase');
      assert.notEqual(fact.name, 'recipient', 'recipient is no fact');
      if (fact.values === 'yes-no') continue;
      assert.ok(!TAKEN_TYPES.includes(factType(fact.name)), `fact ${fact.name} takes the name of another entity type`);
      const list = JSON.stringify(fact.values);
      assert.equal(lists.get(fact.name) ?? list, list, `fact ${fact.name} has one list of values in every act`);
      lists.set(fact.name, list);
    }
  }
}
