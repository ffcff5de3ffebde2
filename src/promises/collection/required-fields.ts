import type { Sql } from '../../kernel/db/db.ts';
import type { Declarations } from '../../kernel/policy/declarations.ts';
import { readCurrentValues } from './store.ts';

/** Which declared required fields the person has not left. They hold back the conversation and nothing else. */
export async function requiredFieldsMissing(
  sql: Sql,
  declarations: Declarations,
  personId: string,
): Promise<readonly string[]> {
  const required = declarations.fields.filter((field) => field.required).map(({ id }) => id);
  const left = await readCurrentValues(sql, personId, required);
  return required.filter((id) => !left.some(({ field }) => field === id));
}
