import type { Pictures } from '../../kernel/pictures.ts';
import type { Declarations, FormDeclaration } from '../../kernel/policy/declarations.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type FieldValue, type LeftFields, parseFields, readFiles } from '../collection/index.ts';

/**
 * What was left in a form: exactly its own fields, and all that it needs.
 * @throws Refusal `invalid` naming the field, never its value
 */
export async function parseForm(
  parts: { readonly pictures: Pictures },
  declarations: Declarations,
  form: FormDeclaration,
  left: LeftFields,
): Promise<readonly FieldValue[]> {
  const asked = (id: string) => form.fields.some(({ field }) => field === id);
  const values = parseFields(declarations, left, await readFiles(parts, declarations, left, asked));
  const stranger = values.find(({ field }) => !asked(field.id));
  if (stranger !== undefined) {
    const { id } = stranger.field;
    throw new Refusal('invalid', `\`${id}\` is not part of this form`, { field: `fields.${id}` });
  }
  const missing = form.fields.find((one) => one.required && !values.some(({ field }) => field.id === one.field));
  if (missing !== undefined) {
    throw new Refusal('invalid', `\`${missing.field}\` is needed`, { field: `fields.${missing.field}` });
  }
  return values;
}
