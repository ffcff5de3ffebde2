import type { Declarations, Field } from '../../kernel/policy/declarations.ts';

/** The field that informational messages go to: the first declared one that holds an e-mail address. */
export function addressField(declarations: Declarations): Field | undefined {
  return declarations.fields.find(({ type }) => type === 'email');
}
