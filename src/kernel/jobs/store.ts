import type { Db, Sql, Tx } from '../db/db.ts';
import type { Job, JobEnd, NewJob } from '../jobs.ts';

/** A job whose worker died is taken again after this; longer than any handler may take. */
const LEASE_SECONDS = 60;

export async function enqueue(tx: Tx, job: NewJob): Promise<void> {
  await tx.run(
    `insert into job (job_id, kind, person_id, reference, run_at)
     values ($1, $2, $3, $4, coalesce($5, clock_timestamp()))`,
    [job.jobId, job.kind, job.personId, job.reference, job.runAt ?? null],
  );
}

/**
 * A job that is always there, whatever ended it: it looks by itself when it is to look again. It begins at once, or at the
 * next midnight, UTC.
 */
export async function keepRecurring(
  sql: Sql,
  jobId: string,
  kind: string,
  begins: 'now' | 'at-midnight',
): Promise<void> {
  await sql.run(
    `insert into job (job_id, kind, run_at) values ($1, $2, case when $3 = 'now' then clock_timestamp()
       else (date_trunc('day', clock_timestamp() at time zone 'UTC') + interval '1 day') at time zone 'UTC' end)
     on conflict (job_id) do update set done_at = null, failed_at = null, failure = null, taken_at = null,
       attempts = 0, run_at = clock_timestamp()
     where job.done_at is not null or job.failed_at is not null`,
    [jobId, kind, begins],
  );
}

/** Takes what is due and nobody else works on. */
export async function takeDue(db: Db, kinds: readonly string[], limit: number): Promise<readonly Job[]> {
  return await db.rows<Job>(
    `update job set taken_at = clock_timestamp(), attempts = attempts + 1
     where job_id in (
       select job_id from job
       where done_at is null and failed_at is null and run_at <= clock_timestamp() and kind = any($1)
         and (taken_at is null or taken_at < clock_timestamp() - make_interval(secs => $2))
       order by run_at limit $3 for update skip locked)
     returning job_id as "jobId", kind, person_id as "personId", reference, attempts`,
    [kinds, LEASE_SECONDS, limit],
  );
}

export async function endJob(sql: Sql, jobId: string, end: JobEnd): Promise<void> {
  if (end === 'done') await sql.run('update job set done_at = clock_timestamp() where job_id = $1', [jobId]);
  else if ('failed' in end) {
    await sql.run('update job set failed_at = clock_timestamp(), failure = $2 where job_id = $1', [jobId, end.failed]);
  } else {
    // What it did so far went well: its tries are counted anew.
    await sql.run(
      `update job set taken_at = null, attempts = 0, run_at = clock_timestamp() + make_interval(secs => $2)
       where job_id = $1`,
      [jobId, end.againInSeconds],
    );
  }
}

/** A try that broke: the next one later. Where it is not counted, it is as if it had not been. */
export async function putOff(
  sql: Sql,
  jobId: string,
  { seconds, counted }: { readonly seconds: number; readonly counted: boolean },
): Promise<void> {
  await sql.run(
    `update job set taken_at = null, run_at = clock_timestamp() + make_interval(secs => $2),
       attempts = attempts - case when $3::boolean then 0 else 1 end
     where job_id = $1`,
    [jobId, seconds, counted],
  );
}

/** What waits for its time comes at once. */
export async function hurry(sql: Sql, kind: string, reference: string): Promise<void> {
  await sql.run(
    `update job set run_at = clock_timestamp()
     where kind = $1 and reference = $2 and done_at is null and failed_at is null`,
    [kind, reference],
  );
}

/** @returns false where no such job was given up */
export async function settleFailed(tx: Tx, jobId: string, order: 'again' | 'let-go'): Promise<boolean> {
  const settled = await tx.run(
    order === 'again'
      ? `update job set failed_at = null, failure = null, taken_at = null, attempts = 0, run_at = clock_timestamp()
         where job_id = $1 and failed_at is not null`
      : `update job set failed_at = null, done_at = clock_timestamp() where job_id = $1 and failed_at is not null`,
    [jobId],
  );
  return settled === 1;
}

export interface FailedJob {
  readonly id: string;
  readonly kind: string;
  readonly failure: string;
  readonly failedAt: Date;
}

/** What was given up, the newest first. */
export async function readFailedJobs(sql: Sql, limit: number): Promise<readonly FailedJob[]> {
  return await sql.rows<FailedJob>(
    `select job_id as id, kind, coalesce(failure, '') as failure, failed_at as "failedAt" from job
     where failed_at is not null order by failed_at desc limit $1`,
    [limit],
  );
}

export async function countFailedJobs(sql: Sql): Promise<number> {
  const row = await sql.row<{ jobs: number }>(
    'select count(*)::int as jobs from (select from job where failed_at is not null limit 10000) failed',
  );
  return row?.jobs ?? 0;
}

/** What is still to be done, by kind; at most 10,000 of them are looked at. */
export async function countWaitingJobs(
  sql: Sql,
): Promise<readonly { readonly kind: string; readonly jobs: number; readonly next: Date }[]> {
  return await sql.rows(
    `select kind, count(*)::int as jobs, min(run_at) as next from (
       select kind, run_at from job where done_at is null and failed_at is null order by run_at limit 10000) waiting
     group by kind order by kind`,
  );
}
