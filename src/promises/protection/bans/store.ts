import type { Sql, Tx } from '../../../kernel/db/db.ts';

/** @returns false where it is closed or somebody's chain already says what was produced for it */
export async function setGag(tx: Tx, legalRequestId: string, until: Date | null): Promise<boolean> {
  const set = await tx.run(
    `update legal_request set gag_until = coalesce($2::timestamptz, clock_timestamp())
     where legal_request_id = $1 and answered_at is null and (
       gag_until > clock_timestamp()
       or $2::timestamptz is not null and not exists (
         select from legal_request_person
         where legal_request_person.legal_request_id = $1 and legal_request_person.produced_at is not null))`,
    [legalRequestId, until],
  );
  return set === 1;
}

/** Sealed entries of requests whose ban on telling has ended, oldest first. */
export async function endedBans(sql: Sql, limit: number): Promise<readonly { sealedId: string }[]> {
  return await sql.rows(
    `select sealed_id as "sealedId" from sealed_entry join legal_request on legal_request_id = matter_id
     where opened_n is null and batched_at is not null and sealed_entry.person_id is not null
       and gag_until <= clock_timestamp()
     order by sealed_entry.at, sealed_id limit $1`,
    [limit],
  );
}

/** What a request's sealed entries about a person said, once they may be read. */
export async function openedOf(
  sql: Sql,
  personId: string,
  legalRequestIds: readonly string[],
): Promise<readonly { legalRequestId: string; body: string; salt: Buffer; leaf: Buffer }[]> {
  return await sql.rows(
    `select matter_id as "legalRequestId", body, salt, leaf from sealed_entry
     where person_id = $1 and matter_id = any($2::uuid[]) and opened_n is not null order by at, sealed_id`,
    [personId, legalRequestIds],
  );
}

/** Likewise of entries that were sealed: each with the entry of the site's chain that opened it. */
export async function openedLegalEntries(
  sql: Sql,
  siteId: string,
  after: number,
): Promise<readonly { n: number; body: string }[]> {
  return await sql.rows(
    `select opened_n as n, body from sealed_entry
     where person_id = $1 and opened_n > $2
       and kind in ('receiveLegalRequest', 'deliverLegalRequest', 'answerLegalRequest')
     order by opened_n`,
    [siteId, after],
  );
}

export async function isSite(sql: Sql, id: string): Promise<boolean> {
  return (await sql.row('select 1 as one from site where site_id = $1', [id])) !== undefined;
}
