import type { Choice } from './field.tsx';
import { fieldId } from './field-id.ts';

interface CheckboxesProps {
  /** Each box is sent as `<name>.<id>`. */
  readonly name: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly checked: ReadonlySet<string>;
  /** What is wrong with the group as a whole. */
  readonly problem?: string | undefined;
}

/** Boxes of which any number may be marked, under one name for all. */
export function Checkboxes({ name, label, choices, checked, problem }: CheckboxesProps) {
  return (
    <fieldset class="checkboxes" id={fieldId(name)}>
      <legend>{label}</legend>
      {problem === undefined ? null : <p class="problem">{problem}</p>}
      {choices.map((choice) => (
        <p>
          <input
            type="checkbox"
            id={fieldId(`${name}.${choice.id}`)}
            name={`${name}.${choice.id}`}
            checked={checked.has(choice.id)}
          />{' '}
          <label for={fieldId(`${name}.${choice.id}`)}>{choice.label}</label>
        </p>
      ))}
    </fieldset>
  );
}
