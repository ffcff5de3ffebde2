import type { AnyAct } from '../../kernel/gate/act.ts';
import { factWords } from '../../kernel/policy/fact-words.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Language } from '../../kernel/words.ts';

/** What the policy missed, as clauses that this reader may hear. */
export function reasonsOf(
  refusal: Refusal | undefined,
  acts: readonly AnyAct[],
  language: Language,
): readonly string[] {
  const facts = acts.flatMap((act) => act.facts);
  return Object.entries(refusal?.detail.because ?? {}).map(([name, value]) => {
    const fact = facts.find((one) => one.name === name);
    return fact === undefined ? name : factWords(fact, value, language);
  });
}
