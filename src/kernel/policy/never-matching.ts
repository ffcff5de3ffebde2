import { combinations, isEmpty } from './combinations.ts';
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
  return description.askers.some((asker) =>
    description.recipients.some((recipient) =>
      categories.some((category) => {
        // A rule that could not be evaluated refuses: that is no rule that does nothing.
        const answers = (facts: Parameters<typeof evaluate>[2]['facts']) => {
          const found = evaluate(rules, act, { act: description.name, asker, category, recipient, facts });
          return found.permits.length + found.forbids.length + found.erring.length > 0;
        };
        return !isEmpty(combinations(description.facts, answers));
      }),
    ),
  );
}
