import type { Language } from '../kernel/words.ts';
import { Field } from './field.tsx';
import type { Problem } from './problems.tsx';
import { wordsOf } from './words/words.ts';

export interface PasswordFieldProps {
  readonly language: Language;
  readonly name?: string;
  /** Where more than one password is asked for. */
  readonly label?: string;
  readonly hint?: string | undefined;
  readonly problem?: Problem | undefined;
  /** Where two forms of one page ask for it: the name of this form. */
  readonly form?: string | undefined;
}

/** The password that the person has, so that a manager may fill it in. */
export function PasswordField({ language, name = 'password', label, ...rest }: PasswordFieldProps) {
  return (
    <Field
      {...{ language, name, ...rest }}
      type="password"
      label={label ?? wordsOf(language).forms.password}
      required={true}
      autocomplete="current-password"
      maxlength={256}
    />
  );
}
