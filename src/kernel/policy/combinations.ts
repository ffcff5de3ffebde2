import assert from 'node:assert/strict';
import type { Facts } from './compile.ts';
import { valuesOf } from './explain.ts';
import type { VocabularyFact } from './vocabulary.ts';

/** The most combinations of an act's facts: twelve yes-no facts make 4,096. */
const COMBINATIONS_MAX = 1 << 16;

/** Every combination of an act's open facts, and which of them are allowed. */
export interface Combinations {
  readonly facts: readonly VocabularyFact[];
  /** One byte for each combination, in the order of `factsAt`: 1 where it is allowed. */
  readonly allowed: Uint8Array;
}

/** One condition of a term: the fact has this value. */
export interface Literal {
  readonly fact: VocabularyFact;
  readonly value: boolean | string;
}

/** Conditions that must hold together. Empty: always. */
export type Term = readonly Literal[];

export function combinations(facts: readonly VocabularyFact[], allows: (facts: Facts) => boolean): Combinations {
  const total = facts.reduce((product, fact) => product * valuesOf(fact).length, 1);
  assert.ok(total <= COMBINATIONS_MAX, 'the facts of an act have few enough combinations to go through all of them');
  const allowed = new Uint8Array(total);
  for (let index = 0; index < total; index += 1) allowed[index] = allows(factsAt(facts, index)) ? 1 : 0;
  return { facts, allowed };
}

/** The combination with a number. */
function factsAt(facts: readonly VocabularyFact[], index: number): Facts {
  const made: Record<string, boolean | string> = {};
  let rest = index;
  for (const fact of facts) {
    const values = valuesOf(fact);
    made[fact.name] = values[rest % values.length] ?? false;
    rest = Math.floor(rest / values.length);
  }
  return made;
}

/** What is in the first and not in the second; both over the same facts. */
export function without(one: Combinations, other: Combinations): Combinations {
  return { facts: one.facts, allowed: one.allowed.map((bit, index) => (other.allowed[index] === 1 ? 0 : bit)) };
}

export function isEmpty({ allowed }: Combinations): boolean {
  return !allowed.includes(1);
}

/**
 * The term with the fewest conditions under which everything is allowed, whatever the other facts are; of several the
 * one that needs the earlier facts, and yes before no. Null where nothing is allowed.
 */
export function shortestTerm(set: Combinations): Term | null {
  const { facts, allowed } = ofWhatMatters(set);
  if (!allowed.includes(1)) return null;
  for (let size = 0; size <= facts.length; size += 1) {
    const found = findTerm(allTerms(facts, allowed), size, 0, allowed);
    if (found) return found.term;
  }
  return null;
}

/** Terms that together allow exactly the set: "when A and B; or when C". The shortest first. */
export function cover(set: Combinations): readonly Term[] {
  const { facts, allowed } = ofWhatMatters(set);
  const terms: Term[] = [];
  const left = Uint8Array.from(allowed);
  for (let size = 0; size <= facts.length && left.includes(1); ) {
    const found = findTerm(allTerms(facts, allowed), size, 0, left);
    if (!found) {
      size += 1;
      continue;
    }
    terms.push(found.term);
    for (const index of found.indexes) left[index] = 0;
  }
  return terms;
}

/** The same without the facts that change nothing: no shortest term names one of them. */
function ofWhatMatters({ facts, allowed }: Combinations): Combinations {
  let kept: Combinations = { facts: [], allowed };
  let stride = 1;
  for (const fact of facts) {
    const without = firstOfEach(kept.allowed, stride, valuesOf(fact).length);
    if (without !== null) kept = { ...kept, allowed: without };
    else {
      kept = { ...kept, facts: [...kept.facts, fact] };
      stride *= valuesOf(fact).length;
    }
  }
  return kept;
}

/** What is allowed where a fact has its first value, if it is the same with every other. */
function firstOfEach(allowed: Uint8Array, stride: number, values: number): Uint8Array | null {
  const first = new Uint8Array(allowed.length / values);
  for (let index = 0; index < allowed.length; index += 1) {
    const digit = Math.floor(index / stride) % values;
    const at = Math.floor(index / (stride * values)) * stride + (index % stride);
    if (digit === 0) first[at] = allowed[index] ?? 0;
    else if (first[at] !== allowed[index]) return null;
  }
  return first;
}

/** A term with all it stands for: what a search goes on from. */
interface Branch {
  readonly facts: readonly VocabularyFact[];
  readonly allowed: Uint8Array;
  readonly term: Term;
  /** The numbers of all combinations in which the term holds. */
  readonly indexes: readonly number[];
}

function allTerms(facts: readonly VocabularyFact[], allowed: Uint8Array): Branch {
  return { facts, allowed, term: [], indexes: Array.from(allowed, (_, index) => index) };
}

/** The first term with so many more conditions that allows all it stands for, and something that is wanted. */
function findTerm(branch: Branch, size: number, from: number, wanted: Uint8Array): Branch | null {
  const { facts, allowed, term, indexes } = branch;
  if (!indexes.some((index) => wanted[index] === 1)) return null;
  if (size === 0) return indexes.every((index) => allowed[index] === 1) ? branch : null;
  let stride = facts.slice(0, from).reduce((product, fact) => product * valuesOf(fact).length, 1);
  for (const [at, fact] of facts.entries()) {
    if (at < from || at > facts.length - size) continue;
    const values = valuesOf(fact);
    for (const [digit, value] of values.entries()) {
      const holds = indexes.filter((index) => Math.floor(index / stride) % values.length === digit);
      const found = findTerm(
        { facts, allowed, term: [...term, { fact, value }], indexes: holds },
        size - 1,
        at + 1,
        wanted,
      );
      if (found) return found;
    }
    stride *= values.length;
  }
  return null;
}
