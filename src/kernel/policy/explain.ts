import type { CompiledRules, DecisionRequest } from './compile.ts';
import { decide } from './decide.ts';
import type { VocabularyFact } from './vocabulary.ts';

/** Who hears the explanation: the asker only of facts that may be told, whoever holds the rules in hand of all. */
export type Hearer = 'asker' | 'operator';

/** A fact, the value it had (undefined: it was not stated), and the value that would have changed the answer. */
export interface FactChange {
  readonly fact: VocabularyFact;
  readonly was: boolean | string | undefined;
  readonly instead: boolean | string;
}

/**
 * The smallest set of facts whose other value would have allowed a refused act, of the facts that the hearer may be
 * told. Empty where the act is allowed, or where no such change would help.
 */
export function smallestChange(
  floor: CompiledRules,
  version: CompiledRules,
  request: DecisionRequest,
  hearer: Hearer = 'asker',
): readonly FactChange[] {
  if (decide(floor, version, request).allowed) return [];
  const act = version.acts.get(request.act)?.description;
  const told = (act?.facts ?? []).filter((fact) => hearer === 'operator' || fact.tell === 'asker');
  for (let size = 1; size <= told.length; size += 1) {
    const found = search(told, size, request.facts, (facts) => decide(floor, version, { ...request, facts }).allowed);
    if (found) return found.map(({ fact, instead }) => ({ fact, was: request.facts[fact.name], instead }));
  }
  return [];
}

/** The names of the facts in the smallest change that the asker may hear of. */
export function missingFacts(
  floor: CompiledRules,
  version: CompiledRules,
  request: DecisionRequest,
): readonly string[] {
  return smallestChange(floor, version, request).map(({ fact }) => fact.name);
}

type Found = readonly Pick<FactChange, 'fact' | 'instead'>[];

// Depth first over the sets of `size` facts in their declared order, each fact with each of its other values.
function search(
  facts: readonly VocabularyFact[],
  size: number,
  given: DecisionRequest['facts'],
  allows: (facts: DecisionRequest['facts']) => boolean,
): Found | null {
  if (size === 0) return allows(given) ? [] : null;
  for (const [index, fact] of facts.entries()) {
    for (const instead of valuesOf(fact)) {
      if (instead === given[fact.name]) continue;
      const deeper = search(facts.slice(index + 1), size - 1, { ...given, [fact.name]: instead }, allows);
      if (deeper) return [{ fact, instead }, ...deeper];
    }
  }
  return null;
}

/** Every value a fact can take. */
export function valuesOf(fact: VocabularyFact): readonly (boolean | string)[] {
  return fact.values === 'yes-no' ? [true, false] : fact.values;
}
