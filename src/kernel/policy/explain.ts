import type { CompiledRules, DecisionRequest } from './compile.ts';
import { decide } from './decide.ts';
import type { VocabularyFact } from './vocabulary.ts';

/**
 * The smallest set of facts whose other value would have allowed a refused act, told only of facts that the asker may
 * hear of. Empty where the act is allowed, or where no such change would help.
 */
export function missingFacts(
  floor: CompiledRules,
  version: CompiledRules,
  request: DecisionRequest,
): readonly string[] {
  if (decide(floor, version, request).allowed) return [];
  const act = version.acts.get(request.act)?.description;
  const told = (act?.facts ?? []).filter((fact) => fact.tell === 'asker');
  for (let size = 1; size <= told.length; size += 1) {
    const found = search(told, size, request.facts, (facts) => decide(floor, version, { ...request, facts }).allowed);
    if (found) return found;
  }
  return [];
}

// Depth first over the sets of `size` facts in their declared order, each fact with each of its other values.
function search(
  facts: readonly VocabularyFact[],
  size: number,
  given: DecisionRequest['facts'],
  allows: (facts: DecisionRequest['facts']) => boolean,
): readonly string[] | null {
  if (size === 0) return allows(given) ? [] : null;
  for (const [index, fact] of facts.entries()) {
    for (const value of valuesOf(fact)) {
      if (value === given[fact.name]) continue;
      const deeper = search(facts.slice(index + 1), size - 1, { ...given, [fact.name]: value }, allows);
      if (deeper) return [fact.name, ...deeper];
    }
  }
  return null;
}

/** Every value a fact can take. */
export function valuesOf(fact: VocabularyFact): readonly (boolean | string)[] {
  return fact.values === 'yes-no' ? [true, false] : fact.values;
}
