import type { Language } from '../kernel/words.ts';
import { FieldFrame } from './field.tsx';
import { fieldId } from './field-id.ts';
import type { Problem } from './problems.tsx';

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
  const id = fieldId(name);
  const described = problem === undefined ? `${id}-hint` : `${id}-hint ${id}-problem`;
  return (
    <FieldFrame {...{ language, id, label, hint, problem }} optional={!required}>
      <input
        type="file"
        id={id}
        name={name}
        accept="image/jpeg,image/png,image/webp,application/pdf"
        required={required}
        aria-describedby={described}
        aria-invalid={problem === undefined ? undefined : 'true'}
      />
    </FieldFrame>
  );
}
