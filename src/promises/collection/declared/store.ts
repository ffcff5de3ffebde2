import type { Sql } from '../../../kernel/db/db.ts';
import type { Way } from '../closed-lists.ts';

/** Which of the fields are there, and in which way each was proven, if it was. */
export async function readProven(
  sql: Sql,
  personId: string,
  fields: readonly string[],
): Promise<readonly { readonly field: string; readonly how: Way | null }[]> {
  return await sql.rows(
    `select field, case when verified_at is null then null else verified_how end as how from value
     where person_id = $1 and role = 'value' and field = any($2)`,
    [personId, fields],
  );
}
