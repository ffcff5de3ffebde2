import type { Sql, Tx } from '../../db/db.ts';

/** One attempt to make a backup. */
export interface Run {
  readonly runId: string;
  readonly folder: string;
  readonly stamp: string;
}

/** One backup at a time, of whoever asks. False: another one is under way. */
export async function lockBackups(tx: Tx): Promise<boolean> {
  const row = await tx.row<{ locked: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended('kristalux/backup', 0)) as locked`,
  );
  return row?.locked ?? false;
}

export async function insertRun(sql: Sql, { runId, folder, stamp }: Run): Promise<void> {
  await sql.run('insert into backup_run (run_id, folder, stamp) values ($1, $2, $3)', [runId, folder, stamp]);
}

export async function noteBytes(sql: Sql, runId: string, bytes: number): Promise<void> {
  await sql.run('update backup_run set bytes = $2 where run_id = $1', [runId, bytes]);
}

/** @param failure One sentence; null: it succeeded. */
export async function endRun(sql: Sql, runId: string, failure: string | null): Promise<void> {
  await sql.run('update backup_run set ended_at = clock_timestamp(), failure = $2 where run_id = $1', [runId, failure]);
}

/** Attempts without an end. Whoever holds the lock knows that they were interrupted. */
export async function readOpenRuns(sql: Sql): Promise<readonly Run[]> {
  return await sql.rows<Run>(
    'select run_id as "runId", folder, stamp from backup_run where ended_at is null order by begun_at limit 1000',
  );
}

export interface RunRow {
  readonly begunAt: Date;
  readonly endedAt: Date | null;
  readonly bytes: number;
  readonly failure: string | null;
}

/** The newest attempts, newest first. */
export async function readRuns(sql: Sql, limit: number): Promise<readonly RunRow[]> {
  return await sql.rows<RunRow>(
    `select begun_at as "begunAt", ended_at as "endedAt", bytes, failure from backup_run
     order by begun_at desc limit $1`,
    [limit],
  );
}

/** How much of it needs somebody: the last attempt failed, and key backups beyond their date. */
export async function countBackupTroubles(sql: Sql): Promise<number> {
  const row = await sql.row<{ troubles: number }>(
    `select (select count(*) from backup where destroyed_at is null and destroy_by <= clock_timestamp())
       + (select count(*) from (select failure from backup_run where ended_at is not null
            order by begun_at desc limit 1) as last where failure is not null) as troubles`,
  );
  return row?.troubles ?? 0;
}

/**
 * Whether a backup into this folder is due: the last one is so old, or none was made since the keys of the present epoch
 * exist. An attempt that failed is repeated after an hour, not at every look.
 */
export async function isDue(sql: Sql, folder: string, hours: number): Promise<boolean> {
  const row = await sql.row<{ due: boolean }>(
    `with last as (select max(made_at) as at from backup where folder = $1 and kind = 'keys'),
       epoch as (select max(made_at) as at from key_check where name like 'epoch-%')
     select (last.at is null or last.at < clock_timestamp() - make_interval(hours => $2) or last.at < epoch.at)
       and not exists (select from backup_run
         where folder = $1 and failure is not null and ended_at > clock_timestamp() - interval '1 hour') as due
     from last, epoch`,
    [folder, hours],
  );
  return row?.due ?? false;
}

export interface ToDestroy {
  readonly backupId: string;
  readonly fileName: string;
}

/**
 * What this folder need not or must not hold any longer. Key backups: beyond their date, of a former epoch once one of
 * the present exists, and all but the two newest, because today's keyring opens every older data backup. Data backups:
 * all but as many as are kept.
 */
export async function readToDestroy(sql: Sql, folder: string, keep: number): Promise<readonly ToDestroy[]> {
  return await sql.rows<ToDestroy>(
    `with here as (
       select backup_id, file_name, kind, made_at, destroy_by,
         row_number() over (partition by kind order by made_at desc) as place,
         max(made_at) over (partition by kind) as newest
       from backup where folder = $1 and destroyed_at is null),
     epoch as (select max(made_at) as at from key_check where name like 'epoch-%')
     select backup_id as "backupId", file_name as "fileName" from here, epoch
     where (kind = 'keys' and (destroy_by <= clock_timestamp() or place > 2
         or (here.made_at < epoch.at and here.newest >= epoch.at)))
       or (kind = 'data' and place > $2)
     order by here.made_at limit 1000`,
    [folder, keep],
  );
}

export async function markDestroyed(sql: Sql, backupId: string): Promise<void> {
  await sql.run('update backup set destroyed_at = clock_timestamp() where backup_id = $1', [backupId]);
}
