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
  if (isEmpty(set)) return null;
  for (let size = 0; size <= set.facts.length; size += 1) {
    const term = findTerm(set, size, 0, [], (indexes) => indexes.every((index) => set.allowed[index] === 1));
    if (term) return term;
  }
  return null;
}

/** Terms that together allow exactly the set: "when A and B; or when C". The shortest first. */
export function cover(set: Combinations): readonly Term[] {
  const terms: Term[] = [];
  const left = Uint8Array.from(set.allowed);
  const fits = (indexes: readonly number[]) =>
    indexes.every((index) => set.allowed[index] === 1) && indexes.some((index) => left[index] === 1);
  for (let size = 0; size <= set.facts.length && left.includes(1); ) {
    const term = findTerm(set, size, 0, [], fits);
    if (!term) {
      size += 1;
      continue;
    }
    terms.push(term);
    for (const index of indexesOf(set.facts, term)) left[index] = 0;
  }
  return terms;
}

function findTerm(
  set: Combinations,
  size: number,
  from: number,
  term: Term,
  fits: (indexes: readonly number[]) => boolean,
): Term | null {
  if (size === 0) return fits(indexesOf(set.facts, term)) ? term : null;
  for (let at = from; at <= set.facts.length - size; at += 1) {
    const fact = set.facts[at];
    assert.ok(fact);
    for (const value of valuesOf(fact)) {
      const found = findTerm(set, size - 1, at + 1, [...term, { fact, value }], fits);
      if (found) return found;
    }
  }
  return null;
}

/** The numbers of all combinations in which a term holds. */
function indexesOf(facts: readonly VocabularyFact[], term: Term): readonly number[] {
  let indexes = [0];
  let stride = 1;
  for (const fact of facts) {
    const values = valuesOf(fact);
    const literal = term.find((one) => one.fact === fact);
    const digits = literal ? [values.indexOf(literal.value)] : values.map((_, digit) => digit);
    const step = stride;
    indexes = digits.flatMap((digit) => indexes.map((index) => index + digit * step));
    stride *= values.length;
  }
  return indexes;
}
