import type { Sql, Tx } from '../../kernel/db/db.ts';
import type { Reading, Reads } from '../../kernel/db/reading.ts';
import type { Writing } from '../../kernel/db/writing.ts';
import { PAGE_ROWS_MAX } from '../../kernel/limits.ts';
import type { Language } from '../../kernel/words.ts';

export interface SubmissionRow {
  readonly submissionId: string;
  readonly form: string;
  readonly fields: readonly string[];
  readonly version: number;
  readonly language: string;
  readonly at: Date;
  /** The record of the text that was written with it. */
  readonly messageRecord: string | null;
}

export async function insertSubmission(tx: Tx, personId: string, row: Omit<SubmissionRow, 'at'>): Promise<void> {
  await tx.run(
    `insert into submission (person_id, submission_id, form, fields, version, language, message_record)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [personId, row.submissionId, row.form, row.fields, row.version, row.language, row.messageRecord],
  );
}

/** Newest first. */
export async function readSubmissions(sql: Sql, personId: string): Promise<readonly SubmissionRow[]> {
  return await sql.rows<SubmissionRow>(
    `select submission_id as "submissionId", form, fields, version, language, at,
       message_record as "messageRecord"
     from submission where person_id = $1 order by at desc, submission_id limit 1000`,
    [personId],
  );
}

export async function updateCountry(tx: Tx, personId: string, country: string): Promise<void> {
  await tx.run(`update person set country = $2, country_how = 'declared' where person_id = $1`, [personId, country]);
}

export interface HistoryRow {
  readonly n: number;
  readonly at: Date;
  readonly kind: string;
  readonly body: string | null;
  readonly logIndex: number | null;
}

interface HistoryPage {
  readonly personId: string;
  readonly before: number | null;
}

const historyPages: Reading<HistoryPage, HistoryRow> = {
  text: `select asked.i as asked, page.n, page.at, page.kind, page.body, page.log_index as "logIndex"
    from unnest($1::uuid[], $2::bigint[]) with ordinality as asked (person_id, before, i)
    cross join lateral (
      select n, at, kind, body, log_index from entry
      where person_id = asked.person_id and n < coalesce(asked.before, 9223372036854775807)
      order by n desc limit ${PAGE_ROWS_MAX}
    ) page
    order by asked.i, page.n desc`,
  values: (keys) => [keys.map(({ personId }) => personId), keys.map(({ before }) => before)],
};

/** A page of a person's entries, newest first, below `before`. */
export async function readHistory(reads: Reads, page: HistoryPage): Promise<readonly HistoryRow[]> {
  return await reads.read(historyPages, page);
}

/** How many persons there are. */
export async function countPersons(sql: Sql): Promise<number> {
  const row = await sql.row<{ persons: number }>('select count(*) as persons from person');
  return row?.persons ?? 0;
}

export async function findSubmission(
  sql: Sql,
  personId: string,
  submissionId: string,
): Promise<SubmissionRow | undefined> {
  return await sql.row<SubmissionRow>(
    `select submission_id as "submissionId", form, fields, version, language, at, message_record as "messageRecord"
     from submission where person_id = $1 and submission_id = $2`,
    [personId, submissionId],
  );
}

export async function endOwnKeys(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from own_key where person_id = $1', [personId]);
}

export async function personOfOwnKey(sql: Sql, keyHash: Buffer): Promise<string | undefined> {
  const row = await sql.row<{ personId: string }>('select person_id as "personId" from own_key where key_hash = $1', [
    keyHash,
  ]);
  return row?.personId;
}

/** Half an hour, and no longer: what the key opens is not an account. */
export async function insertOwnKeySession(tx: Tx, tokenHash: Buffer, personId: string): Promise<void> {
  await tx.run(
    `insert into session (token_hash, person_id, expires_at) values ($1, $2, clock_timestamp() + interval '30 minutes')`,
    [tokenHash, personId],
  );
}

export interface LeftByNonce {
  readonly personId: string;
  readonly submissionId: string;
  readonly mac: Buffer;
}

const leftByNonce: Reading<Buffer, LeftByNonce> = {
  text: `select asked.i as asked, person_id as "personId", submission_id as "submissionId", request_mac as mac
    from unnest($1::bytea[]) with ordinality as asked (nonce_hash, i) join form_nonce using (nonce_hash)`,
  values: (hashes) => [hashes],
};

/** What the page with this nonce left. */
export async function findLeftByNonce(reads: Reads, nonceHash: Buffer): Promise<LeftByNonce | undefined> {
  return (await reads.read(leftByNonce, nonceHash))[0];
}

/** @returns false where the page was left already */
export async function insertLeftByNonce(tx: Tx, nonceHash: Buffer, left: LeftByNonce): Promise<boolean> {
  const written = await tx.run(
    `insert into form_nonce (nonce_hash, person_id, submission_id, request_mac) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [nonceHash, left.personId, left.submissionId, left.mac],
  );
  return written === 1;
}

/** What somebody new left, and the page it was left on; null for what came without one. */
export interface NewlyLeft extends Omit<SubmissionRow, 'at'> {
  readonly personId: string;
  readonly nonceHash: Buffer | null;
  readonly mac: Buffer;
  /** The key to their own page, as a hash. */
  readonly keyHash: Buffer | null;
}

/** Leaves out what comes from a page that was left already. Ids of fields hold no comma. */
export const newlyLeft: Writing<NewlyLeft, object> = {
  text: `with given as materialized (
      select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::uuid[],
          $8::bytea[], $9::bytea[], $10::bytea[]) with ordinality
        as given (person_id, submission_id, form, fields, version, language, message_record, nonce_hash, mac, key_hash, i)
    ), page as (
      insert into form_nonce (nonce_hash, person_id, submission_id, request_mac)
      select nonce_hash, person_id, submission_id, mac from given where nonce_hash is not null order by nonce_hash
      on conflict do nothing
      returning submission_id
    ), first as materialized (
      select given.* from given where nonce_hash is null or submission_id in (select submission_id from page)
    ), own as (
      insert into own_key (key_hash, person_id) select key_hash, person_id from first where key_hash is not null
    ), made as (
      insert into submission (person_id, submission_id, form, fields, version, language, message_record)
      select person_id, submission_id, form, string_to_array(fields, ','), version, language, message_record from first
    )
    select i as asked from first`,
  values: (rows) => [
    rows.map(({ personId }) => personId),
    rows.map(({ submissionId }) => submissionId),
    rows.map(({ form }) => form),
    rows.map(({ fields }) => fields.join(',')),
    rows.map(({ version }) => version),
    rows.map(({ language }) => language),
    rows.map(({ messageRecord }) => messageRecord),
    rows.map(({ nonceHash }) => nonceHash),
    rows.map(({ mac }) => mac),
    rows.map(({ keyHash }) => keyHash),
  ],
};

export type FormRefusalReason = 'hidden-field' | 'too-often';

export async function countFormRefusal(sql: Sql, form: string, reason: FormRefusalReason): Promise<void> {
  await sql.run(
    `insert into form_refusal (form, day, reason) values ($1, (clock_timestamp() at time zone 'UTC')::date, $2)
     on conflict (form, day, reason) do update set times = form_refusal.times + 1`,
    [form, reason],
  );
}

/** How often each form was refused to machines in the last thirty days. */
export async function readFormRefusals(
  sql: Sql,
): Promise<readonly { form: string; reason: FormRefusalReason; times: number }[]> {
  return await sql.rows(
    `select form, reason, sum(times)::bigint as times from form_refusal
     where day > (clock_timestamp() at time zone 'UTC')::date - 30 group by form, reason`,
  );
}

export async function isStaff(sql: Sql, personId: string): Promise<boolean> {
  const row = await sql.row('select 1 as one from staff where person_id = $1 and ended_at is null limit 1', [personId]);
  return row !== undefined;
}

export async function personIsHere(sql: Sql, personId: string): Promise<boolean> {
  return (await sql.row('select 1 as one from person where person_id = $1', [personId])) !== undefined;
}

export async function endRoles(tx: Tx, personId: string): Promise<void> {
  await tx.run('update staff set ended_at = clock_timestamp() where person_id = $1 and ended_at is null', [personId]);
}

/** Everything this promise keeps of the person; the texts of the chain go too, but that of the erasure itself. */
export async function eraseAgreement(tx: Tx, personId: string, erasure: number): Promise<void> {
  await tx.run('delete from submission where person_id = $1', [personId]);
  await tx.run('delete from own_key where person_id = $1', [personId]);
  await tx.run('delete from erasure_request where person_id = $1', [personId]);
  await tx.run('delete from copy_request where person_id = $1', [personId]);
  await tx.run('delete from form_nonce where person_id = $1', [personId]);
  await tx.run('update entry set salt = null, body = null where person_id = $1 and n < $2', [personId, erasure]);
  await tx.run('delete from job where person_id = $1', [personId]);
  await tx.run('delete from person where person_id = $1', [personId]);
}

/** What came from elsewhere counts as left here from now on. @returns the fields it was */
export async function confirmValues(tx: Tx, personId: string): Promise<readonly string[]> {
  const rows = await tx.rows<{ field: string }>(
    `update value set origin = 'left-here'
     where person_id = $1 and role = 'value' and origin = 'from-elsewhere' returning field`,
    [personId],
  );
  return rows.map(({ field }) => field).toSorted();
}

/** How often each form was used, and when last. */
export async function countSubmissions(
  sql: Sql,
): Promise<readonly { form: string; submissions: number; last: Date }[]> {
  return await sql.rows('select form, count(*) as submissions, max(at) as last from submission group by form');
}

/** The country column of a person who erased or lost the field. */
export async function forgetCountry(tx: Tx, personId: string): Promise<void> {
  await tx.run('update person set country = null, country_how = null where person_id = $1', [personId]);
}

/**
 * How an erasure stands: `final` when every key of an epoch that lived at its instant is gone, with what wrapped it.
 * Undefined: the chain does not end with an erasure, because there was none or its second entry is written.
 */
export async function readErasure(
  sql: Sql,
  personId: string,
  erasures: readonly string[],
): Promise<'waiting' | 'final' | undefined> {
  const row = await sql.row<{ final: boolean }>(
    `select not exists (select from key_check where name like 'epoch-%' and made_at <= last.at)
       and not exists (select from ended_key where name like 'epoch-%' and made_at <= last.at
         and (gone_at is null or gone_at > clock_timestamp())) as final
     from (select kind, at from entry where person_id = $1 order by n desc limit 1) last
     where last.kind = any($2::text[]) and not exists (select from person where person_id = $1)`,
    [personId, erasures],
  );
  return row === undefined ? undefined : row.final ? 'final' : 'waiting';
}

/** How long a declared field is kept. */
export interface Retention {
  readonly field: string;
  readonly days: number;
}

/** The field as the index of ages has it. */
const EXPIRED = `from value
     join unnest($1::text[], $2::integer[]) as kept (field, days) on kept.field = value.field || ''
     where value.role = 'value' and value.created_at <= clock_timestamp() - make_interval(days => kept.days)`;

/** Persons of whom something has been kept as long as was stated. */
export async function findExpired(
  sql: Sql,
  retention: readonly Retention[],
  limit: number,
): Promise<readonly string[]> {
  const rows = await sql.rows<{ personId: string }>(
    `select distinct value.person_id as "personId" ${EXPIRED} order by 1 limit $3`,
    [retention.map(({ field }) => field), retention.map(({ days }) => days), limit],
  );
  return rows.map(({ personId }) => personId);
}

export async function readExpired(sql: Sql, personId: string, retention: readonly Retention[]) {
  return await sql.rows<{ field: string; recordId: string }>(
    `select value.field, value.record_id as "recordId" ${EXPIRED} and value.person_id = $3`,
    [retention.map(({ field }) => field), retention.map(({ days }) => days), personId],
  );
}

/** Since when the person asks for it; asking twice is asking once. */
export async function openErasureRequest(tx: Tx, personId: string): Promise<Date> {
  await tx.run('insert into erasure_request (person_id) values ($1) on conflict do nothing', [personId]);
  const row = await tx.row<{ at: Date }>('select at from erasure_request where person_id = $1', [personId]);
  if (row === undefined) throw new Error('a request that was written is there');
  return row.at;
}

export async function closeErasureRequest(tx: Tx, personId: string): Promise<boolean> {
  return (await tx.run('delete from erasure_request where person_id = $1', [personId])) === 1;
}

export async function hasErasureRequest(sql: Sql, personId: string): Promise<boolean> {
  return (await sql.row('select 1 as one from erasure_request where person_id = $1', [personId])) !== undefined;
}

export async function readErasureRequests(sql: Sql): Promise<readonly { personId: string; at: Date }[]> {
  return await sql.rows('select person_id as "personId", at from erasure_request order by at, person_id limit 100');
}

export async function countErasureRequests(sql: Sql): Promise<number> {
  return (await sql.row<{ open: number }>('select count(*) as open from erasure_request'))?.open ?? 0;
}

/** Since when the person asks for it; asking again names another seal. */
export async function openCopyRequest(tx: Tx, personId: string, language: Language): Promise<Date> {
  const row = await tx.row<{ at: Date }>(
    `insert into copy_request (person_id, language) values ($1, $2)
     on conflict (person_id) do update set language = excluded.language returning at`,
    [personId, language],
  );
  if (row === undefined) throw new Error('a request that was written is there');
  return row.at;
}

export async function closeCopyRequest(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from copy_request where person_id = $1', [personId]);
}

export async function readCopyRequest(
  sql: Sql,
  personId: string,
): Promise<{ readonly at: Date; readonly language: Language } | undefined> {
  return await sql.row('select at, language from copy_request where person_id = $1', [personId]);
}

export async function readCopyRequests(sql: Sql): Promise<readonly { personId: string; at: Date }[]> {
  return await sql.rows('select person_id as "personId", at from copy_request order by at, person_id limit 100');
}
