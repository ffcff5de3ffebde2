import { combinations } from './combinations.ts';
import { type CompiledAct, type CompiledRules, compileRules, evaluate } from './compile.ts';
import type { FileRule } from './parse-rules.ts';
import { canOpen, type Vocabulary } from './vocabulary.ts';

/**
 * The rules that match nothing, whatever is asked by whom and whatever the facts are: a sentence of the policy that does
 * nothing. Cedar finds those that are false by their types; `open && !open` it does not.
 */
export function neverMatching(rules: readonly FileRule[], vocabulary: Vocabulary): readonly FileRule[] {
  return rules.filter((rule) => {
    const compiled = compileRules([rule], vocabulary);
    return ![...compiled.acts.values()].some((act) => canMatch(compiled, act));
  });
}

function canMatch(rules: CompiledRules, act: CompiledAct): boolean {
  const own = [...act.permits, ...act.forbids];
  if (own.length === 0) return false;
  const { description } = act;
  const categories = [...rules.categories.keys()].filter((category) => canOpen(description, category));
  let found = false;
  for (const asker of description.askers) {
    for (const recipient of description.recipients) {
      for (const category of categories) {
        combinations(description.facts, (facts) => {
          if (found) return true;
          const answer = evaluate(rules, act, { act: description.name, asker, category, recipient, facts });
          // A rule that could not be evaluated refuses: that is no rule that does nothing.
          found = answer.permits.length + answer.forbids.length + answer.erring.length > 0;
          return found;
        });
        if (found) return true;
      }
    }
  }
  return false;
}
