import type { Sql, Tx } from '../../../kernel/db/db.ts';

/** Who joined each of these dealings. */
export async function personsOfDealings(
  sql: Sql,
  dealings: readonly string[],
): Promise<readonly { dealingId: string; personId: string }[]> {
  return await sql.rows(
    `select dealing_id as "dealingId", person_id as "personId" from dealing
     where dealing_id = any($1::uuid[]) and person_id is not null`,
    [dealings],
  );
}

/** @returns false when the person was told before */
export async function markTold(tx: Tx, legalRequestId: string, position: number): Promise<boolean> {
  const marked = await tx.run(
    `update legal_request_person set told_at = clock_timestamp()
     where legal_request_id = $1 and position = $2 and told_at is null`,
    [legalRequestId, position],
  );
  return marked === 1;
}

export async function untoldPositions(sql: Sql, legalRequestId: string): Promise<readonly number[]> {
  const rows = await sql.rows<{ position: number }>(
    `select position from legal_request_person
     where legal_request_id = $1 and person_id is not null and told_at is null order by position`,
    [legalRequestId],
  );
  return rows.map(({ position }) => position);
}

/** Whether everybody whom the request names, and who is here, was told at least so long ago. */
export async function allToldBefore(sql: Sql, legalRequestId: string, days: number): Promise<boolean> {
  const row = await sql.row(
    `select 1 as one from legal_request_person
     where legal_request_id = $1 and person_id is not null
       and (told_at is null or told_at > clock_timestamp() - make_interval(days => $2)) limit 1`,
    [legalRequestId, days],
  );
  return row === undefined;
}
