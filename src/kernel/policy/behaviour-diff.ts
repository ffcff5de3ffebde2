import type { Words } from '../words.ts';
import type { ActDescription } from './act-description.ts';
import { type Combinations, cover, isEmpty, shortestTerm, type Term, without } from './combinations.ts';
import type { CompiledRules } from './compile.ts';
import type { Declarations } from './declarations.ts';
import { type FlowTone, flowWords } from './flow-words.ts';
import { type Behaving, type Flow, flowSteps, flowsOf } from './matrix.ts';
import { type Asker, type Recipient, SECTIONS, type Section } from './names.ts';
import { atOnce, type Steps } from './steps.ts';
import { NO_CATEGORY } from './vocabulary.ts';

/** What becomes possible or impossible, for flows that are alike in everything but the field. */
export interface BehaviourChange {
  readonly tone: FlowTone;
  readonly section: Section;
  readonly act: string;
  readonly asker: Asker;
  readonly recipient: Recipient;
  readonly named: Flow['named'];
  /** Ids of the declared fields. */
  readonly fields: readonly string[];
  /** Categories of what is opened and is no declared field. */
  readonly categories: readonly string[];
  /** The shortest combination of facts for which this is so; empty: always. In a listing every alternative. */
  readonly when: readonly (readonly { readonly fact: string; readonly value: boolean | string }[])[];
  readonly sentence: Words;
}

export interface BehaviourParts {
  readonly floor: CompiledRules;
  readonly acts: readonly ActDescription[];
  readonly progress?: (done: number, of: number) => void;
}

/**
 * Every flow that appears or vanishes, or whose allowing combinations grow or shrink, when one version takes the place
 * of another. Computed over all flows of both, as the running program would carry them out: two versions with an empty
 * answer behave alike in it.
 */
export const behaviourDiff = (before: Behaving, after: Behaving, parts: BehaviourParts): readonly BehaviourChange[] =>
  atOnce(behaviourSteps(before, after, parts));

/** The same in steps. */
export function* behaviourSteps(
  before: Behaving,
  after: Behaving,
  parts: BehaviourParts,
): Steps<readonly BehaviourChange[]> {
  const { progress = () => {} } = parts;
  const old = yield* flowSteps(before, { ...parts, progress: (done, of) => progress(done, 2 * of) });
  const young = yield* flowSteps(after, { ...parts, progress: (done, of) => progress(of + done, 2 * of) });
  const changes: Told[] = [];
  const difference = shortestDifference();
  const tell = (tone: FlowTone, flow: Flow, other: Flow | undefined, declarations: Declarations) => {
    const term = difference(flow.when, other?.when ?? null);
    if (term) changes.push({ tone, flow, terms: [term], declarations });
  };
  for (const [key, flow] of old) {
    if (changes.length % CHANGES_A_STEP === 0) yield;
    const later = young.get(key);
    tell(later ? 'shrinks' : 'vanishes', flow, later, before.declarations);
  }
  for (const [key, flow] of young) {
    if (changes.length % CHANGES_A_STEP === 0) yield;
    const earlier = old.get(key);
    tell(earlier ? 'grows' : 'appears', flow, earlier, after.declarations);
  }
  return yield* togetherSteps(changes);
}

/** Everything that a version allows at all, each with every alternative of its conditions. */
export function behaviourOf(version: Behaving, parts: BehaviourParts): readonly BehaviourChange[] {
  const flows = [...flowsOf(version, parts).values()].filter((flow) => !isEmpty(flow.when));
  const covers = new Map<Combinations, readonly Term[]>();
  const told = flows.map((flow): Told => {
    const terms = covers.get(flow.when) ?? cover(flow.when);
    covers.set(flow.when, terms);
    return { tone: 'allowed', flow, terms, declarations: version.declarations };
  });
  return atOnce(togetherSteps(told));
}

// Flows share their combinations, so a site with thousands of flows has few differences to work out.
function shortestDifference(): (one: Combinations, other: Combinations | null) => Term | null {
  const known = new Map<Combinations, Map<Combinations | null, Term | null>>();
  return (one, other) => {
    const inner = known.get(one) ?? new Map<Combinations | null, Term | null>();
    known.set(one, inner);
    const found = inner.get(other);
    if (found !== undefined) return found;
    const term = shortestTerm(other ? without(one, other) : one);
    inner.set(other, term);
    return term;
  };
}

interface Told {
  readonly tone: FlowTone;
  readonly flow: Flow;
  readonly terms: readonly Term[];
  readonly declarations: Declarations;
}

const CHANGES_A_STEP = 100;

// One sentence for all fields of which the same is to be said.
function* togetherSteps(told: readonly Told[]): Steps<readonly BehaviourChange[]> {
  const groups = new Map<string, Told[]>();
  for (const [done, one] of told.entries()) {
    if (done % CHANGES_A_STEP === 0) yield;
    const { act, asker, recipient, named } = one.flow;
    const key = JSON.stringify([one.tone, act.name, asker, recipient, named, one.terms.map(whenOf)]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  const changes: BehaviourChange[] = [];
  for (const group of groups.values()) {
    changes.push(changeOf(group));
    if (changes.length % CHANGES_A_STEP === 0) yield;
  }
  return changes.sort(bySection);
}

function changeOf(group: readonly Told[]): BehaviourChange {
  const [first] = group;
  if (!first) throw new Error('a group has a member');
  const { tone, flow, terms, declarations } = first;
  const fields = group.flatMap((one) => (one.flow.field ? [one.flow.field] : []));
  const others = group.flatMap(({ flow: { field, category } }) => (field ? [] : [category]));
  const categories = others.filter((category) => category !== NO_CATEGORY);
  return {
    tone,
    section: flow.act.section,
    act: flow.act.name,
    asker: flow.asker,
    recipient: flow.recipient,
    named: flow.named,
    fields: fields.map((field) => field.id),
    categories,
    when: terms.map(whenOf),
    sentence: flowWords({ tone, flow, fields, categories, terms, declarations }),
  };
}

function whenOf(term: Term) {
  return term.map(({ fact, value }) => ({ fact: fact.name, value }));
}

const TONES: readonly FlowTone[] = ['allowed', 'appears', 'grows', 'shrinks', 'vanishes'];

// What is newly possible first: that is what people look for.
function bySection(a: BehaviourChange, b: BehaviourChange): number {
  return (
    TONES.indexOf(a.tone) - TONES.indexOf(b.tone) ||
    SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section) ||
    a.act.localeCompare(b.act, 'en')
  );
}
