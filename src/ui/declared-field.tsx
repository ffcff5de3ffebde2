import type { Field as Declaration } from '../kernel/policy/declarations.ts';
import type { Language } from '../kernel/words.ts';
import { type Choice, Field, type FieldProps } from './field.tsx';
import { PostalAddressFields } from './postal-address.tsx';
import type { Problems } from './problems.tsx';
import { wordsOf } from './words/words.ts';

/** A field of the declarations in the reader's language: what a form needs to ask for it. */
export interface DeclaredInput {
  readonly id: string;
  readonly type: Declaration['type'];
  readonly label: string;
  readonly why: string;
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

/** The input, or the group of inputs, for a declared field. Its reason stands beside it as the hint. */
export function DeclaredField({ language, field, values, problems }: DeclaredFieldProps) {
  const name = inputName(field.id);
  const { label, why, required } = field;
  if (field.type === 'address') {
    return <PostalAddressFields {...{ language, name, label, required, values, problems }} hint={why} />;
  }
  const { type, autocomplete } = KINDS[field.type];
  return (
    <Field
      {...{ language, name, type, label, required, autocomplete }}
      hint={hintOf(language, field)}
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
  Record<Exclude<Declaration['type'], 'address'>, { type: FieldProps['type']; autocomplete: string }>
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
  const words = wordsOf(language).forms.hints;
  if (field.type === 'phone') return `${field.why} ${words.phone}.`;
  if (field.type === 'latin-name' || field.type === 'iban') return `${field.why} ${words[field.type]}.`;
  return field.type === 'email' ? `${field.why} ${words.email}.` : field.why;
}
