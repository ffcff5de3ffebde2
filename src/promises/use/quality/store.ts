import type { Sql, Tx } from '../../../kernel/db/db.ts';

/** A closed category that lies in clear. */
export type CountedBy = 'country' | 'language' | 'month';

export interface Group {
  readonly value: string;
  readonly persons: number;
}

/** Changes that one round takes, so that no statement grows with what waits. */
const FOLDED_AT_ONCE = 100_000;

/**
 * Puts what changed into the counts. Several at once never take the same change.
 *
 * @returns whether more may wait
 */
export async function foldCounts(sql: Sql): Promise<boolean> {
  const taken = await sql.row<{ taken: number }>(
    `with taken as (
       delete from person_count_change where change_id in (
         select change_id from person_count_change limit $1::int for update skip locked)
       returning by, value, persons)
     , counted as (
     insert into person_count (by, value, persons)
     select by, value, sum(persons) from taken group by by, value order by by, value
     on conflict (by, value) do update set persons = person_count.persons + excluded.persons)
     select count(*) as taken from taken`,
    [FOLDED_AT_ONCE],
  );
  return taken?.taken === FOLDED_AT_ONCE;
}

/** How many people there are now of each value: the counts, and what was not put into them yet. */
export async function countGroups(sql: Sql, by: CountedBy): Promise<readonly Group[]> {
  return await sql.rows<Group>(
    `select value, sum(persons)::int as persons from (
       select value, persons from person_count where by = $1
       union all select value, persons from person_count_change where by = $1) counted
     group by value having sum(persons) > 0`,
    [by],
  );
}

/** What was told last; undefined where that was too long ago, or was counted by something else. */
export async function standingRelease(
  sql: Sql,
  aggregate: string,
  by: CountedBy,
  days: number,
): Promise<readonly Group[] | undefined> {
  const release = await sql.row(
    `select 1 as one from aggregate_release
     where aggregate = $1 and by = $2 and released_at > clock_timestamp() - make_interval(days => $3)`,
    [aggregate, by, days],
  );
  return release && (await lastGroups(sql, aggregate, by));
}

export async function lastGroups(sql: Sql, aggregate: string, by: CountedBy): Promise<readonly Group[]> {
  return await sql.rows<Group>(
    `select value, persons::int as persons from aggregate_group join aggregate_release using (aggregate)
     where aggregate = $1 and by = $2`,
    [aggregate, by],
  );
}

/** What is told from now on. */
export async function putRelease(tx: Tx, aggregate: string, by: CountedBy, groups: readonly Group[]): Promise<void> {
  await tx.run(
    `insert into aggregate_release (aggregate, by) values ($1, $2)
     on conflict (aggregate) do update set by = excluded.by, released_at = clock_timestamp()`,
    [aggregate, by],
  );
  await tx.run('delete from aggregate_group where aggregate = $1', [aggregate]);
  await tx.run(
    `insert into aggregate_group (aggregate, value, persons)
     select $1, value, persons from unnest($2::text[], $3::bigint[]) as given (value, persons)`,
    [aggregate, groups.map(({ value }) => value), groups.map(({ persons }) => persons)],
  );
}

/** One asking of an aggregate at a time; a second one then finds the release of the first. */
export async function lockAggregate(tx: Tx, aggregate: string): Promise<void> {
  await tx.row("select pg_advisory_xact_lock(hashtextextended('aggregate/' || $1, 0))", [aggregate]);
}
