import type { Db, Sql } from '../../../kernel/db/db.ts';

/** Entries that one round reads, so that no statement grows with the ledger. */
const ENTRIES_AT_ONCE = 5000;

/**
 * Counts the next entries of the log that refused somebody outside. Several processes at once never count one twice: the
 * place in the log is held while it is done.
 *
 * @returns whether more may wait
 */
export async function countRefusals(db: Db): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const at = await tx.row<{ at: number }>('select log_index as at from refusal_cursor for update');
    const row = await tx.row<{ taken: number }>(
      `with taken as (
         select log_index, kind, at, body::jsonb as body from entry where log_index > $1 order by log_index limit $2::int),
       refused as (
         select to_char(at at time zone 'UTC', 'YYYY"-H"') || case when extract(month from at at time zone 'UTC') <= 6
           then '1' else '2' end as half, kind as act, body ->> 'recipient' as recipient
         from taken where body ->> 'decision' = 'refused'
           and body ->> 'recipient' in ('service', 'payment-provider', 'bank', 'authority', 'mail-relay', 'public')),
       counted as (
         insert into refusal_count (half, act, recipient, refused)
         select half, act, recipient, count(*) from refused group by half, act, recipient
         on conflict (half, act, recipient) do update set refused = refusal_count.refused + excluded.refused),
       moved as (
         update refusal_cursor set log_index = coalesce((select max(log_index) from taken), log_index))
       select count(*) as taken from taken`,
      [at?.at ?? -1, ENTRIES_AT_ONCE],
    );
    return row?.taken === ENTRIES_AT_ONCE;
  });
}

export type OutsideRecipient = 'service' | 'payment-provider' | 'bank' | 'authority' | 'mail-relay' | 'public';

export interface RefusalRow {
  readonly half: string;
  readonly act: string;
  readonly recipient: OutsideRecipient;
  readonly refused: number;
}

/** The newest half-years first. */
export async function readRefusals(sql: Sql): Promise<readonly RefusalRow[]> {
  return await sql.rows<RefusalRow>(
    'select half, act, recipient, refused from refusal_count order by half desc, recipient, act limit 200',
  );
}
