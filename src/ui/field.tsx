import type { Child } from 'hono/jsx';
import type { Language } from '../kernel/words.ts';
import { countryChoices } from './countries.ts';
import { fieldId } from './field-id.ts';
import { type Problem, sayProblem } from './problems.tsx';
import { wordsOf } from './words/words.ts';

export interface FieldProps {
  readonly language: Language;
  /** The name under which the browser sends it. */
  readonly name: string;
  readonly type: 'text' | 'email' | 'tel' | 'password' | 'date' | 'country' | 'choice' | 'long-text';
  readonly label: string;
  readonly hint?: string | undefined;
  readonly required: boolean;
  /** Leaves out the word «необязательно», where a group around the input says it once for all. */
  readonly unmarked?: boolean;
  /** A token of HTML's `autocomplete`; `off` only where a browser could not know the value. */
  readonly autocomplete: string;
  /** What stands in the input; never given for a password. */
  readonly value?: string | undefined;
  readonly problem?: Problem | undefined;
  readonly choices?: readonly Choice[] | undefined;
  readonly maxlength?: number | undefined;
  readonly minlength?: number | undefined;
  /** Where two forms of one page ask for the same: the name of this form, so that each input has an id of its own. */
  readonly form?: string | undefined;
}

export interface Choice {
  readonly id: string;
  readonly label: string;
}

/** One input with its label, hint and problem, tied together for screen readers. */
export function Field(props: FieldProps) {
  const { language, label, hint, required, unmarked, problem } = props;
  const optional = !(required || unmarked);
  return (
    <FieldFrame id={idOf(props)} {...{ language, label, hint, problem, optional }}>
      <Control {...props} />
    </FieldFrame>
  );
}

interface FieldFrameProps {
  readonly language: Language;
  readonly id: string;
  readonly label: string;
  readonly hint: string | undefined;
  readonly problem: Problem | undefined;
  readonly optional: boolean;
  readonly children: Child;
}

/** What stands around an input; the input names hint and problem by `describedBy`. */
export function FieldFrame({ language, id, label, hint, problem, optional, children }: FieldFrameProps) {
  const words = wordsOf(language).forms;
  return (
    <div class={problem === undefined ? 'field' : 'field wrong'}>
      <label for={id}>
        {label}
        {optional ? <span class="optional"> {words.optional}</span> : null}
      </label>
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem === undefined ? null : (
        <p class="problem" id={`${id}-problem`}>
          <span class="unseen">{words.problemPrefix} </span>
          {sayProblem(language, problem)}
        </p>
      )}
      {children}
    </div>
  );
}

function idOf({ name, form }: FieldProps): string {
  return fieldId(form === undefined ? name : `${form}-${name}`);
}

function Control(props: FieldProps) {
  const { language, name, type, required, autocomplete, hint, value, problem, maxlength, minlength } = props;
  const id = idOf(props);
  const described = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`];
  const shared = {
    id,
    name,
    required,
    autocomplete,
    'aria-describedby': described.filter((one) => one !== '').join(' ') || undefined,
    'aria-invalid': problem === undefined ? undefined : ('true' as const),
  };
  if (type === 'country' || type === 'choice') {
    const words = wordsOf(language).forms;
    const list = type === 'country' ? countries(language) : (props.choices ?? []);
    const first = type === 'country' ? words.chooseCountry : words.choose;
    return <Select shared={shared} first={first} list={list} value={value} />;
  }
  if (type === 'long-text') {
    return (
      <textarea {...shared} rows={6} maxlength={maxlength ?? 2000}>
        {value ?? ''}
      </textarea>
    );
  }
  const plain = type === 'password' ? {} : { value: value ?? '' };
  return <input type={type} {...shared} {...plain} maxlength={maxlength ?? 2000} minlength={minlength} />;
}

interface SelectProps {
  readonly shared: { readonly id: string; readonly name: string; readonly required: boolean };
  readonly first: string;
  readonly list: readonly Choice[];
  readonly value: string | undefined;
}

function Select({ shared, first, list, value }: SelectProps) {
  return (
    <select {...shared}>
      <option value="">{first}</option>
      {list.map((one) => (
        <option value={one.id} selected={one.id === value}>
          {one.label}
        </option>
      ))}
    </select>
  );
}

function countries(language: Language): readonly Choice[] {
  return countryChoices[language].map(({ code, name }) => ({ id: code, label: name }));
}
