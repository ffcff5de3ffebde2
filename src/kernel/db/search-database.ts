import type { Sql } from './db.ts';

export interface Searched {
  /** How many tables were read. */
  readonly tables: number;
  /** The tables in which one of the texts stands. */
  readonly found: readonly string[];
}

/**
 * Looks for texts in every column of every table, bytes as their hexadecimal form: for showing that something is not
 * there. Reads everything, so it is for small databases, such as a twin's.
 */
export async function searchDatabase(sql: Sql, texts: readonly string[]): Promise<Searched> {
  const tables = await sql.rows<{ name: string; quoted: string }>(
    `select tablename as name, format('%I', tablename) as quoted from pg_tables where schemaname = current_schema()`,
  );
  const selects = tables.map(
    ({ quoted }, i) =>
      `select ${i} as at from ${quoted} as one where exists (select from unnest($1::text[]) as t (text) where strpos(one::text, t.text) > 0)`,
  );
  if (selects.length === 0) return { tables: 0, found: [] };
  const rows = await sql.rows<{ at: number }>(selects.join('\nunion\n'), [texts]);
  return { tables: tables.length, found: rows.flatMap(({ at }) => tables[at]?.name ?? []).sort() };
}
