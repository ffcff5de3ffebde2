import type { Sql } from '../db/db.ts';
import type { Activity } from './open-metrics.ts';

/** Longer than this a day's numbers are not kept. */
const DAYS_KEPT = 400;

export async function addActivity(sql: Sql, activity: readonly Activity[]): Promise<void> {
  const sorted = activity.toSorted((a, b) => (`${a.act} ${a.answer}` < `${b.act} ${b.answer}` ? -1 : 1));
  // Sorted, so that two processes that write at the same time wait for each other and never stand crosswise.
  await sql.run(
    `insert into activity (day, act, answer, times)
     select (clock_timestamp() at time zone 'UTC')::date, act, answer, times
     from unnest($1::text[], $2::text[], $3::bigint[]) as given (act, answer, times)
     on conflict (day, act, answer) do update set times = activity.times + excluded.times`,
    [sorted.map(({ act }) => act), sorted.map(({ answer }) => answer), sorted.map(({ times }) => times)],
  );
}

export async function dropOldActivity(sql: Sql): Promise<void> {
  await sql.run(`delete from activity where day < (clock_timestamp() at time zone 'UTC')::date - $1::integer`, [
    DAYS_KEPT,
  ]);
}

export interface DayOfActivity extends Activity {
  /** `2026-11-22`, in UTC. */
  readonly day: string;
}

/** The last days, today's among them, oldest first. Bounded by the acts of the program, not by what they did. */
export async function readActivity(sql: Sql, days: number): Promise<readonly DayOfActivity[]> {
  return await sql.rows<DayOfActivity>(
    `select to_char(day, 'YYYY-MM-DD') as day, act, answer, times from activity
     where day > (clock_timestamp() at time zone 'UTC')::date - $1::integer order by day, act, answer`,
    [days],
  );
}

export interface State {
  readonly version: number | null;
  /** Jobs whose time has come, at most 10,000 counted, and how long the first of them waits. */
  readonly jobsDue: number;
  readonly jobsWaitSeconds: number;
  readonly jobsFailed: number;
  readonly ledgerSize: number;
  readonly ledgerPending: number;
  /** How long the oldest entry waits that no checkpoint covers; 0: none does. */
  readonly ledgerWaitSeconds: number;
  readonly epochAgeSeconds: number;
  /** Null: there was never one. */
  readonly backupAgeSeconds: number | null;
  /** Probes whose last run under this version did not pass, and how old the oldest result is. Null: none ran. */
  readonly probesFailed: number | null;
  readonly probesAgeSeconds: number | null;
}

/** How things stand, each by an index and none counted beyond a bound. */
export async function readState(sql: Sql): Promise<State> {
  const row = await sql.row<State>(
    `select (select number from policy_version order by number desc limit 1) as version,
       due.jobs::int as "jobsDue", coalesce(due.wait, 0)::float8 as "jobsWaitSeconds",
       (select count(*)::int from (select from job where failed_at is not null limit 10000) f) as "jobsFailed",
       coalesce((select size from checkpoint order by size desc limit 1), 0) as "ledgerSize",
       pending.entries::int as "ledgerPending", coalesce(pending.wait, 0)::float8 as "ledgerWaitSeconds",
       coalesce((select extract(epoch from clock_timestamp() - max(made_at)) from key_check
         where name like 'epoch-%'), 0)::float8 as "epochAgeSeconds",
       (select extract(epoch from clock_timestamp() - max(made_at))::float8 from backup
         where kind = 'data') as "backupAgeSeconds",
       probes.failed::int as "probesFailed", probes.age::float8 as "probesAgeSeconds"
     from (select count(*) as jobs, extract(epoch from clock_timestamp() - min(run_at)) as wait from (
         select run_at from job where done_at is null and failed_at is null and run_at <= clock_timestamp()
         order by run_at limit 10000) d) due,
       (select count(*) as entries, extract(epoch from clock_timestamp() - min(at)) as wait from (
         select at from entry where log_index is null order by at limit 10000) p) pending,
       (select sum((not passed)::int) as failed, extract(epoch from clock_timestamp() - min(at)) as age
         from probe_result where version = (select max(number) from policy_version)) probes`,
  );
  if (row === undefined) throw new Error('a select without a table has a row');
  return row;
}
