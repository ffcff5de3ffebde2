import { type CompiledRules, compileRules, type DecisionRequest, type Facts, type ParsedRule } from './compile.ts';
import { decide } from './decide.ts';
import type { Example, ExampleRow } from './examples.ts';
import { valuesOf } from './explain.ts';
import { ASKERS, type Asker, RECIPIENTS, type Recipient } from './names.ts';
import { PolicyProblem } from './policy-problem.ts';
import { NO_CATEGORY, type Vocabulary, type VocabularyAct } from './vocabulary.ts';

/** The most cases one row may stand for: twelve facts with every value, or many names with a few. */
const CASES_MAX = 20_000;

/** Runs examples against floor and rules. Each row that does not come out as it says is one problem. */
export function runExamples(
  examples: readonly Example[],
  rules: readonly ParsedRule[],
  vocabulary: Vocabulary,
  floor: CompiledRules,
): readonly PolicyProblem[] {
  // An example may speak of a category that this site does not collect: it is about the rules.
  const named = examples.flatMap((example) => example.rows.flatMap((row) => row.categories));
  const categories = [...new Set([...vocabulary.categories, ...named])];
  const compiled = compileRules(rules, { ...vocabulary, categories });
  return examples.flatMap((example) =>
    example.rows.flatMap((row) => {
      const message = mistakeIn(row, vocabulary) ?? contradiction(row, vocabulary, floor, compiled);
      if (message === null) return [];
      return [new PolicyProblem(example.file, row.line, example.section, `example \`${example.id}\`: ${message}`)];
    }),
  );
}

function mistakeIn(row: ExampleRow, vocabulary: Vocabulary): string | null {
  const act = vocabulary.acts.find((one) => one.name === row.act);
  if (!act) return `there is no act \`${row.act}\``;
  const empty = [row.askers, row.recipients, row.categories].some((list) => list.length === 0);
  if (empty) return 'asker, recipient and category must be named (`none` where the act opens nothing)';
  const asker = row.askers.find((one) => !ASKERS.some((known) => known === one));
  if (asker !== undefined) return `there is no asker \`${asker}\``;
  const recipient = row.recipients.find((one) => !RECIPIENTS.some((known) => known === one));
  if (recipient !== undefined) return `there is no recipient \`${recipient}\``;
  const category = row.categories.find((one) => !fits(one, act, row.allowed));
  if (category !== undefined) return `\`${category}\` is not what \`${act.name}\` opens`;
  return mistakeInFacts(row, act);
}

// That an act opens nothing else of the person is worth an example; that it does would be a false one.
function fits(category: string, act: VocabularyAct, allowed: boolean): boolean {
  if (act.categories.includes(category)) return true;
  const noted = /^pd:[A-Za-z]+$/.test(category);
  if (act.opens === 'own') return category === NO_CATEGORY || (noted && !allowed);
  return act.opens === 'nothing' ? category === NO_CATEGORY : noted;
}

function mistakeInFacts(row: ExampleRow, act: VocabularyAct): string | null {
  for (const [name, value] of Object.entries(row.facts)) {
    const fact = act.facts.find((one) => one.name === name);
    if (!fact) return `\`${act.name}\` has no fact \`${name}\``;
    if (!valuesOf(fact).includes(value)) return `the fact \`${name}\` is one of ${valuesOf(fact).join(', ')}`;
  }
  const open = act.facts.find((fact) => fact.values !== 'yes-no' && !row.any && !Object.hasOwn(row.facts, fact.name));
  if (open) return `the fact \`${open.name}\` must be stated: \`${open.name}=${valuesOf(open).join('|')}\``;
  const combinations = row.any ? combinationsOf(row, act).length : 1;
  const cases = row.askers.length * row.recipients.length * row.categories.length * combinations;
  return cases > CASES_MAX ? `${cases} cases in one row are too many (${CASES_MAX})` : null;
}

function combinationsOf(row: ExampleRow, act: VocabularyAct): readonly Facts[] {
  return act.facts.reduce<readonly Facts[]>(
    (all, fact) => {
      const stated = row.facts[fact.name];
      const values = stated !== undefined ? [stated] : row.any ? valuesOf(fact) : [false];
      return all.flatMap((facts) => values.map((value) => ({ ...facts, [fact.name]: value })));
    },
    [{}],
  );
}

function contradiction(
  row: ExampleRow,
  vocabulary: Vocabulary,
  floor: CompiledRules,
  version: CompiledRules,
): string | null {
  const act = vocabulary.acts.find((one) => one.name === row.act);
  if (!act) return null;
  for (const request of requestsOf(row, combinationsOf(row, act))) {
    const decision = decide(floor, version, request);
    if (decision.allowed === row.allowed) continue;
    const holding = Object.entries(request.facts).filter(([, value]) => value !== false);
    const facts = holding.map(([name, value]) => (value === true ? name : `${name}=${value}`)).join(', ');
    const case_ = `${request.asker} ${request.act} ${request.recipient} ${request.category} (${facts || 'no fact holds'})`;
    const why = decision.rules.length > 0 ? ` by \`${decision.rules.join('`, `')}\`` : ` (${decision.by})`;
    return `${case_} is ${decision.allowed ? 'allowed' : 'refused'}${why}`;
  }
  return null;
}

function requestsOf(row: ExampleRow, combinations: readonly Facts[]): readonly DecisionRequest[] {
  return row.askers.flatMap((asker) =>
    row.recipients.flatMap((recipient) =>
      row.categories.flatMap((category) =>
        combinations.map((facts) => ({
          act: row.act,
          asker: asker as Asker,
          recipient: recipient as Recipient,
          category,
          facts,
        })),
      ),
    ),
  );
}
