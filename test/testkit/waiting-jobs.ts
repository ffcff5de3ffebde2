import type { Sql } from '../../src/kernel/db/db.ts';

/** The kinds of all jobs there ever were, but for those that look by the calendar and are always there. */
export async function jobsMade(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.rows<{ kind: string }>(
    `select kind from job where job_id::text not like '00000000-0000-4000-8000-%' order by kind`,
  );
  return rows.map(({ kind }) => kind);
}
