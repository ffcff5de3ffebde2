import type { Language } from '../kernel/words.ts';
import { fieldId } from './field-id.ts';
import { type Problem, sayProblem } from './problems.tsx';
import { wordsOf } from './words/words.ts';

interface FileInputProps {
  readonly language: Language;
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  readonly problem: Problem | undefined;
}

/** The input of a declared field that holds a file. Its form has to be sent as `multipart/form-data`. */
export function FileInput({ language, name, label, hint, required, problem }: FileInputProps) {
  const words = wordsOf(language).forms;
  const id = fieldId(name);
  const described = problem === undefined ? `${id}-hint` : `${id}-hint ${id}-problem`;
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={id}>
        {label}
        {required ? null : <span class="optional"> {words.optional}</span>}
      </label>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      {problem === undefined ? null : (
        <p class="problem" id={`${id}-problem`}>
          <span class="unseen">{words.problemPrefix} </span>
          {sayProblem(language, problem)}
        </p>
      )}
      <input
        type="file"
        id={id}
        name={name}
        accept="image/jpeg,image/png,image/webp,application/pdf"
        required={required}
        aria-describedby={described}
        aria-invalid={problem === undefined ? undefined : 'true'}
      />
    </div>
  );
}
