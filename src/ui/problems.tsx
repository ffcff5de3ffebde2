import type { Language } from '../kernel/words.ts';
import { fieldId } from './field-id.ts';
import { wordsOf } from './words/words.ts';

/** What is wrong with one input. Closed, so that no message can carry the value back. */
export type Problem = keyof ReturnType<typeof wordsOf>['forms']['problems'];

/** Problems by the name of the input (`fields.email`, `fields.address.town`, `password`). */
export type Problems = Readonly<Record<string, Problem>>;

interface ProblemSummaryProps {
  readonly language: Language;
  readonly problems: Problems;
  /** The label of each input that may stand in `problems`. */
  readonly labels: Readonly<Record<string, string>>;
}

/** The list at the top of a form that came back, each line leading to its input. Nothing where nothing is wrong. */
export function ProblemSummary({ language, problems, labels }: ProblemSummaryProps) {
  const names = Object.keys(problems);
  if (names.length === 0) return null;
  const words = wordsOf(language).forms;
  return (
    <div class="notice bad" role="alert" aria-labelledby="problems-title">
      <h2 id="problems-title">{words.problemsTitle}</h2>
      <p>{words.problemsLead}</p>
      <ul>
        {names.map((name) => (
          <li>
            <a href={`#${fieldId(name)}`}>
              {labels[name] ?? name}: {sayProblem(language, problems[name])}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function sayProblem(language: Language, problem: Problem | undefined): string {
  return problem === undefined ? '' : wordsOf(language).forms.problems[problem];
}
