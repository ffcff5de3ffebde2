import type { Sql, Tx } from '../../db/db.ts';
import type { Expected } from '../append.ts';
import type { Entry } from '../entry.ts';

/** What an entry under a ban on telling belongs to, and whose chain will open it. */
export interface SealedPlace {
  readonly matterId: string;
  readonly personId: string;
}

/**
 * Inserts an entry that no chain shows yet, under the conditions of every entry. The lock is the one that every entry
 * takes, so that a publication is either seen here or comes after it. False: read and decide again.
 */
export async function insertSealedEntry(
  tx: Tx,
  entry: Entry,
  { matterId, personId }: SealedPlace,
  { factsNumber, session, credential }: Expected,
): Promise<boolean> {
  await tx.run('lock table entry in row exclusive mode');
  const text = `insert into sealed_entry (sealed_id, matter_id, person_id, kind, at, version, leaf, salt, body)
    select $1::uuid, $2::uuid, $3::uuid, $4::text, $5::timestamptz, $6::integer, $7::bytea, $8::bytea, $9::text
    where (select max(number) from policy_version) = $6
      and (select facts_number from site) = $10
      and ($11::bytea is null or exists (
        select from session where token_hash = $11 and ended_at is null and expires_at > clock_timestamp()))
      and ($12::uuid is null or exists (select from credential where credential_id = $12 and ended_at is null))`;
  const { personId: sealedId, kind, at, version, leaf, salt, body } = entry;
  const row = [sealedId, matterId, personId, kind, at, version, leaf, salt, body];
  return (await tx.run(text, [...row, factsNumber, session, credential])) === 1;
}

export interface SealedEntry {
  readonly sealedId: string;
  readonly matterId: string;
  readonly personId: string;
  readonly leaf: Buffer;
}

/** One that is in the log and that no chain has opened. */
export async function findClosed(sql: Sql, sealedId: string): Promise<SealedEntry | undefined> {
  return await sql.row<SealedEntry>(
    `select sealed_id as "sealedId", matter_id as "matterId", person_id as "personId", leaf from sealed_entry
     where sealed_id = $1 and person_id is not null and batched_at is not null and opened_n is null`,
    [sealedId],
  );
}

/** @returns false when it was opened before */
export async function markOpened(tx: Tx, sealedId: string, n: number): Promise<boolean> {
  const marked = await tx.run('update sealed_entry set opened_n = $2 where sealed_id = $1 and opened_n is null', [
    sealedId,
    n,
  ]);
  return marked === 1;
}

/** The texts go with the person; the leaves stay in the log, as those of every erased entry do. */
export async function eraseSealed(tx: Tx, personId: string): Promise<void> {
  await tx.run('update sealed_entry set person_id = null, salt = null, body = null where person_id = $1', [personId]);
}

/** Held by the one who makes a day's batch. */
export async function lockBatches(tx: Tx): Promise<void> {
  await tx.run(`select pg_advisory_xact_lock(hashtextextended('kristalux/sealed-batch', 0))`);
}

/** Of the newest batch: its size, and whether it is today's. */
export async function lastBatch(sql: Sql): Promise<{ leaves: number; today: boolean } | undefined> {
  return await sql.row(
    `select leaves, day >= (clock_timestamp() at time zone 'UTC')::date as today
     from sealed_batch order by day desc limit 1`,
  );
}

/** The longest waiting first, at most `limit`. */
export async function takeWaiting(tx: Tx, limit: number): Promise<readonly { sealedId: string; leaf: Buffer }[]> {
  return await tx.rows(
    `update sealed_entry set batched_at = clock_timestamp() where sealed_id in (
       select sealed_id from sealed_entry where batched_at is null order by at, sealed_id limit $1)
     returning sealed_id as "sealedId", leaf`,
    [limit],
  );
}

export async function isAnyWaiting(sql: Sql): Promise<boolean> {
  return (await sql.row('select 1 as one from sealed_entry where batched_at is null limit 1')) !== undefined;
}

/** Puts leaves into the log: rows that tell nothing of one another but their place, which is random. */
export async function insertBatch(tx: Tx, ids: readonly string[], leaves: readonly Buffer[]): Promise<void> {
  await tx.run(
    `insert into entry (person_id, n, kind, at, version, leaf)
     select id, 1, 'sealedEntry', date_trunc('milliseconds', clock_timestamp()),
       (select max(number) from policy_version), leaf
     from unnest($1::uuid[], $2::bytea[]) as given (id, leaf)`,
    [ids, leaves],
  );
  await tx.run(`insert into sealed_batch (day, leaves) values ((clock_timestamp() at time zone 'UTC')::date, $1)`, [
    leaves.length,
  ]);
}

/** Seconds until the next day begins in UTC, and one more. */
export async function secondsToNextDay(sql: Sql): Promise<number> {
  const row = await sql.row<{ seconds: number }>(
    `select ceil(86401 - extract(epoch from (clock_timestamp() at time zone 'UTC')::time))::int as seconds`,
  );
  return row?.seconds ?? 86_400;
}
