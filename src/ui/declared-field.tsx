import type { Field as Declaration } from '../kernel/policy/declarations.ts';
import type { Language } from '../kernel/words.ts';
import { type Choice, Field, type FieldProps } from './field.tsx';
import { FileInput } from './file-input.tsx';
import { PostalAddressFields } from './postal-address.tsx';
import type { Problems } from './problems.tsx';
import { wordsOf } from './words/words.ts';

/** A field of the declarations in the reader's language: what a form needs to ask for it. */
export interface DeclaredInput {
  readonly id: string;
  readonly type: Declaration['type'];
  readonly label: string;
  readonly why: string;
  /** How many days it is kept; null: until the person erases it. */
  readonly keptDays: number | null;
  readonly required: boolean;
  readonly choices?: readonly Choice[] | undefined;
}

interface DeclaredFieldProps {
  readonly language: Language;
  readonly field: DeclaredInput;
  /** What was typed before, by the name of the input. */
  readonly values: Readonly<Record<string, string>>;
  readonly problems: Problems;
}

/** The input, or the group of inputs, for a declared field. What it is for and how long it is kept stand beside it. */
export function DeclaredField({ language, field, values, problems }: DeclaredFieldProps) {
  const name = inputName(field.id);
  const { label, required } = field;
  const hint = hintOf(language, field);
  if (field.type === 'address') {
    return <PostalAddressFields {...{ language, name, label, required, values, problems }} hint={hint} />;
  }
  if (field.type === 'file') {
    return <FileInput {...{ language, name, label, required, hint }} problem={problems[name]} />;
  }
  const { type, autocomplete } = KINDS[field.type];
  return (
    <Field
      {...{ language, name, type, label, required, autocomplete }}
      hint={hint}
      value={values[name]}
      problem={problems[name]}
      choices={field.choices}
    />
  );
}

/** Under which name a declared field is sent: `fields.email`; an address adds its part: `fields.address.town`. */
export function inputName(fieldId: string): string {
  return `fields.${fieldId}`;
}

const KINDS: Readonly<
  Record<Exclude<Declaration['type'], 'address' | 'file'>, { type: FieldProps['type']; autocomplete: string }>
> = {
  name: { type: 'text', autocomplete: 'name' },
  email: { type: 'email', autocomplete: 'email' },
  phone: { type: 'tel', autocomplete: 'tel' },
  country: { type: 'country', autocomplete: 'country' },
  date: { type: 'date', autocomplete: 'bday' },
  'document-number': { type: 'text', autocomplete: 'off' },
  'latin-name': { type: 'text', autocomplete: 'off' },
  iban: { type: 'text', autocomplete: 'off' },
  text: { type: 'text', autocomplete: 'off' },
  choice: { type: 'choice', autocomplete: 'off' },
};

function hintOf(language: Language, field: DeclaredInput): string {
  const { hints, keptDays, keptUntilErased } = wordsOf(language).forms;
  const { type, why } = field;
  const special = type === 'file' || type === 'phone' || type === 'latin-name' || type === 'iban' || type === 'email';
  const kept = field.keptDays === null ? keptUntilErased : keptDays(field.keptDays);
  return [why, ...(special ? [`${hints[type]}.`] : []), kept].join(' ');
}
