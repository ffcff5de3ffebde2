import type { Sql } from '../../../kernel/db/db.ts';

/** What is left of documents a person sent: sealed values, and keys that open no value that is there. */
export async function countEvidence(sql: Sql, personId: string): Promise<{ values: number; strayKeys: number }> {
  const row = await sql.row<{ values: number; strayKeys: number }>(
    `select (select count(*)::int from value where person_id = $1 and field in ('proof/image', 'proof/mrz')) as values,
       (select count(*)::int from value_key left join value using (person_id, record_id)
        where person_id = $1 and value.record_id is null) as "strayKeys"`,
    [personId],
  );
  return row ?? { values: 0, strayKeys: 0 };
}
