import type { Sql } from '../db/db.ts';
import { type ExplainedTable, exportedColumns } from './explained-table.ts';

/** A person's own rows of a table, as far as they tell the person anything. Names are those of the declared tables. */
export async function readOwnRows(
  sql: Sql,
  table: ExplainedTable,
  personId: string,
  limit: number,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const columns = exportedColumns(table).map((name) => `"${name}"`);
  const text = `select ${columns.join(', ')} from "${table.table}" where person_id = $1 order by ${columns.join(', ')}
    limit $2`;
  return await sql.rows(text, [personId, limit]);
}

/** Every sealed value of the person by its place, whatever its role. */
export async function readOwnRecords(
  sql: Sql,
  personId: string,
): Promise<readonly { readonly recordId: string; readonly field: string; readonly role: string }[]> {
  return await sql.rows(
    'select record_id as "recordId", field, role from value where person_id = $1 order by field, created_at, record_id',
    [personId],
  );
}
