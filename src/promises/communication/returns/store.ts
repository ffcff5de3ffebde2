import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { ReturnedAs } from './delivery-status.ts';

export interface ReturnedCopy {
  readonly tag: Buffer;
  readonly bulletinId: string;
  /** Null once the person was erased. */
  readonly personId: string | null;
}

/** The copy that a return code names. */
export async function findReturned(sql: Sql, returnHash: Buffer): Promise<ReturnedCopy | undefined> {
  return await sql.row<ReturnedCopy>(
    `select tag, bulletin_id as "bulletinId", person.person_id as "personId"
     from stop_link left join person using (person_id) where return_hash = $1`,
    [returnHash],
  );
}

/** @returns false where this copy came back before: it is counted once */
export async function markReturned(
  tx: Tx,
  personId: string,
  bulletinId: string,
  as: ReturnedAs | 'complaint',
): Promise<boolean> {
  const marked = await tx.run(
    `update bulletin_copy set returned_as = $3, returned_at = clock_timestamp()
     where person_id = $1 and bulletin_id = $2 and returned_at is null`,
    [personId, bulletinId, as],
  );
  return marked === 1;
}

/** After so many returns in a row an address that is merely full or refuses is left in peace too. */
const RETURNS_MAX = 3;

/** Mail to an address came back: at once silent where there is no such mailbox, after some times else. */
export async function countReturns(tx: Tx, tags: readonly Buffer[], as: ReturnedAs): Promise<void> {
  await tx.run(
    `insert into returned_address (tag, times, last_as, silent_since)
     select distinct tag, 1, $2, case when $2 = 'gone' then clock_timestamp() end from unnest($1::bytea[]) as given (tag)
     on conflict (tag) do update set times = returned_address.times + 1, last_as = excluded.last_as,
       last_at = clock_timestamp(),
       silent_since = coalesce(returned_address.silent_since, excluded.silent_since,
         case when returned_address.times + 1 >= $3 then clock_timestamp() end)`,
    [tags, as, RETURNS_MAX],
  );
}

/** Whether nothing is sent to an address of this person because mail comes back. */
export async function isSilent(sql: Sql, personId: string): Promise<boolean> {
  const row = await sql.row(
    `select 1 as one from returned_address join message_address using (tag)
     where person_id = $1 and silent_since is not null`,
    [personId],
  );
  return row !== undefined;
}

/** Forgets what came back from a person's addresses. */
export async function forgetReturns(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from returned_address where tag in (select tag from message_address where person_id = $1)', [
    personId,
  ]);
}
