import type { Sql } from '../../../kernel/db/db.ts';

/** In how many seconds the next try by all of these keys is allowed; undefined: now. */
export async function throttledUntil(sql: Sql, keyHashes: readonly Buffer[]): Promise<number | undefined> {
  const row = await sql.row<{ seconds: number | null }>(
    `select ceil(extract(epoch from max(until) - clock_timestamp()))::int as seconds from throttle
     where key_hash = any($1) and until > clock_timestamp()`,
    [keyHashes],
  );
  return row?.seconds ?? undefined;
}

/**
 * Counts a failed try: `free` of them cost nothing, then each doubles the pause, up to a quarter of an hour; an hour of
 * rest forgets.
 */
export async function countFailure(sql: Sql, keyHash: Buffer, free = 5): Promise<void> {
  await sql.run(
    `insert into throttle as kept (key_hash, failures, until) values ($1, 1, clock_timestamp())
     on conflict (key_hash) do update set
       failures = case when kept.at < clock_timestamp() - interval '1 hour' then 1 else kept.failures + 1 end,
       at = clock_timestamp(),
       until = clock_timestamp() + case
         when kept.at < clock_timestamp() - interval '1 hour' or kept.failures < $2 then interval '0'
         else least(interval '1 second' * power(2, least(kept.failures - $2, 12)), interval '15 minutes') end`,
    [keyHash, free],
  );
}

export async function forgetFailures(sql: Sql, keyHashes: readonly Buffer[]): Promise<void> {
  await sql.run('delete from throttle where key_hash = any($1)', [keyHashes]);
}
