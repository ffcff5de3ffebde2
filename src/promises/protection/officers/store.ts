import type { Sql } from '../../../kernel/db/db.ts';

/**
 * Whether an officer's waiting is over: one of the first two whom this site ever named never waits, whoever comes later
 * does, so that nobody names a second officer just for one case.
 */
export async function officerWaited(sql: Sql, personId: string, hours: number): Promise<boolean> {
  const row = await sql.row(
    `select 1 as one from staff named
     where person_id = $1 and role = 'legal-officer' and ended_at is null and (
       since <= clock_timestamp() - make_interval(hours => $2)
       or (select count(distinct before.person_id) from staff before
           where before.role = 'legal-officer' and before.person_id <> named.person_id
             and before.since < named.since) < 2)`,
    [personId, hours],
  );
  return row !== undefined;
}

/** Since when there are legal officers: one date for each, and nobody's name. */
export async function officersSince(sql: Sql): Promise<readonly Date[]> {
  const rows = await sql.rows<{ since: Date }>(
    `select min(since) as since from staff where role = 'legal-officer' and ended_at is null
       and suspended_at is null
     group by person_id order by since`,
  );
  return rows.map(({ since }) => since);
}

/** How many legal officers there are now: a release needs two. */
export async function countOfficers(sql: Sql): Promise<number> {
  const row = await sql.row<{ n: number }>(
    `select count(distinct person_id) as n from staff
     where role = 'legal-officer' and ended_at is null and suspended_at is null`,
  );
  return row?.n ?? 0;
}
