import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../root.ts';
import type { ActDescription } from './act-description.ts';
import { type CompiledRules, compileRules } from './compile.ts';
import { type FileRule, parseRules, validateRules } from './parse-rules.ts';
import type { PolicyProblem } from './policy-problem.ts';
import { type Vocabulary, vocabularyOf } from './vocabulary.ts';

export interface Floor extends CompiledRules {
  readonly rules: readonly FileRule[];
  /** Acts that the floor names and this program does not have. Empty in a whole program. */
  readonly missingActs: readonly string[];
}

/**
 * The shipped floor, with the running program's vocabulary. It is part of the program: what cannot be read stops the
 * start. Whether its rules fit the acts is `assertFloorSound`'s matter, which takes far longer than all else of a start.
 *
 * @param text Only tests give another text.
 */
export function openFloor(acts: readonly ActDescription[], text: string = shippedFloor()): Floor {
  const vocabulary = vocabularyOf(acts, { fields: [] });
  const { rules, problems } = parseRules(text, 'floor.cedar', null);
  if (problems.length > 0) throw unsound(problems);
  return { ...compileRules(rules, vocabulary), rules, missingActs: missingIn(rules, vocabulary) };
}

/**
 * Validates the floor strictly against the acts. Asked where a policy is founded or checked, and by the program's tests:
 * both are parts of the program, so from one start to the next nothing of it can have changed.
 */
export function assertFloorSound({ rules, missingActs }: Floor, acts: readonly ActDescription[]): void {
  const wrong = validateRules(rules, withActs(vocabularyOf(acts, { fields: [] }), missingActs));
  if (wrong.length > 0) throw unsound(wrong);
}

const shippedFloor = () => readFileSync(join(root, 'src/kernel/policy/floor.cedar'), 'utf8');

const unsound = (problems: readonly PolicyProblem[]) => new Error(`the floor is not sound: ${problems.join('; ')}`);

function missingIn(rules: readonly FileRule[], vocabulary: Vocabulary): readonly string[] {
  const known = new Set(vocabulary.acts.map((act) => act.name));
  const named = rules.flatMap((rule) => [...rule.text.matchAll(/Action::"(\w+)"/g)].map((match) => match[1] ?? ''));
  return [...new Set(named)].filter((name) => !known.has(name));
}

// A program in the making, or a test with few acts, lacks some that the floor names: they are validated as acts
// without facts and compiled into nothing.
function withActs(vocabulary: Vocabulary, names: readonly string[]): Vocabulary {
  const stub = {
    section: 'changes',
    askers: ['host'],
    recipients: ['nobody'],
    opens: 'nothing',
    categories: [],
    names: null,
    facts: [],
  } as const;
  const words = { ru: '', en: '', uk: '' };
  return { ...vocabulary, acts: [...vocabulary.acts, ...names.map((name) => ({ ...stub, name, words }))] };
}
