import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { Language } from '../../../kernel/words.ts';

export interface CopyRow {
  readonly personId: string;
  readonly bulletinId: string;
  readonly language: Language;
  readonly settledAt: Date | null;
  readonly topic: string;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly origin: string;
  readonly subject: string;
  readonly html: string;
  readonly plain: string;
  /** The row in which the address lies; null where it was never left, or is there no more. */
  readonly addressRecord: string | null;
}

/** One copy with what is sent in it, which stands still since the confirmation, and where its address lies. */
export async function findCopy(
  sql: Sql,
  personId: string,
  bulletinId: string,
  field: string,
): Promise<CopyRow | undefined> {
  return await sql.row<CopyRow>(
    `select copy.person_id as "personId", copy.bulletin_id as "bulletinId", copy.language, settled_at as "settledAt", topic,
       sender_name as "senderName", sender_address as "senderAddress", bulletin.origin, subject, html, plain,
       value.record_id as "addressRecord"
     from bulletin_copy copy
     join bulletin using (bulletin_id)
     join bulletin_text text on text.bulletin_id = copy.bulletin_id and text.language = copy.language
     left join value on value.person_id = $1 and value.role = 'value' and value.field = $3
     where copy.person_id = $1 and copy.bulletin_id = $2 and html is not null`,
    [personId, bulletinId, field],
  );
}

/** What decides over a copy and may change at any time: to be read inside the moment. */
export interface CopyFacts {
  readonly settled: boolean;
  readonly going: boolean;
  readonly valueOrigin: string | null;
  readonly tag: Buffer | null;
  readonly stopped: boolean;
  /** Mail to the address comes back. */
  readonly silent: boolean;
  readonly attempt: number;
  readonly outcome: CopyOutcome | null;
}
export type CopyOutcome = 'accepted' | 'refused' | 'deferred' | 'unknown';

export async function readCopyFacts(
  tx: Tx,
  personId: string,
  bulletinId: string,
  field: string,
): Promise<CopyFacts | undefined> {
  return await tx.row<CopyFacts>(
    `select copy.settled_at is not null as settled,
       bulletin.confirmed_at is not null and bulletin.ended_at is null and bulletin.paused_at is null
         and coalesce(bulletin.starts_at <= clock_timestamp(), true) as going,
       value.origin as "valueOrigin",
       address.tag,
       exists (
         select from person_stop where person_stop.person_id = $1 and undone_at is null
           and (person_stop.topic is null or person_stop.topic = bulletin.topic))
       or exists (
         select from address_stop where address_stop.tag = address.tag and undone_at is null
           and (address_stop.topic is null or address_stop.topic = bulletin.topic)) as stopped,
       exists (select from returned_address where returned_address.tag = address.tag and silent_since is not null) as silent,
       coalesce(last.attempt, 0) as attempt,
       last.outcome
     from bulletin_copy copy
     join bulletin using (bulletin_id)
     left join value on value.person_id = $1 and value.role = 'value' and value.field = $3
     left join message_address address on address.person_id = $1 and address.field = $3
     left join lateral (
       select attempt, outcome from bulletin_hand_over
       where person_id = $1 and bulletin_id = $2 order by attempt desc limit 1) last on true
     where copy.person_id = $1 and copy.bulletin_id = $2`,
    [personId, bulletinId, field],
  );
}

/**
 * "Is being handed over", and the link that stands in the copy.
 * @returns which attempt this is, from 1
 */
export async function insertHandOver(
  tx: Tx,
  row: {
    personId: string;
    bulletinId: string;
    entry: number;
    version: number;
    field: string;
    tokenHash: Buffer;
    topic: string;
    returnHash: Buffer;
  },
): Promise<number> {
  const made = await tx.row<{ attempt: number }>(
    `with link as (
       insert into stop_link (token_hash, tag, topic, person_id, return_hash, bulletin_id)
       select $6, tag, $7, $1, $8, $2 from message_address where person_id = $1 and field = $5
       on conflict (token_hash) do update set tag = excluded.tag)
     insert into bulletin_hand_over (person_id, bulletin_id, attempt, entry, version, at)
     select $1, $2, coalesce(max(attempt), 0) + 1, $3, $4, clock_timestamp()
     from bulletin_hand_over where person_id = $1 and bulletin_id = $2
     returning attempt`,
    [row.personId, row.bulletinId, row.entry, row.version, row.field, row.tokenHash, row.topic, row.returnHash],
  );
  return made?.attempt ?? 1;
}

export interface OutcomeRow {
  readonly personId: string;
  readonly attempt: number;
  readonly outcome: CopyOutcome;
  /** Null: it was put off and may be offered again. */
  readonly settledAs: 'accepted' | 'refused' | 'unknown' | null;
  readonly againInSeconds: number;
}

/** What came of attempts. One that has an outcome already keeps it: a late answer changes nothing that was said. */
export async function recordOutcomes(tx: Tx, bulletinId: string, rows: readonly OutcomeRow[]): Promise<void> {
  await tx.run(
    `with given as (
       select * from unnest($2::uuid[], $3::integer[], $4::text[], $5::text[], $6::integer[])
         as given (person_id, attempt, outcome, settled_as, again_in)),
     attempt as (
       update bulletin_hand_over hand_over set outcome = given.outcome, outcome_at = clock_timestamp()
       from given
       where hand_over.person_id = given.person_id and bulletin_id = $1 and hand_over.attempt = given.attempt
         and hand_over.outcome is null
       returning hand_over.person_id)
     update bulletin_copy copy set
       settled_at = case when given.settled_as is null then null else clock_timestamp() end,
       settled_as = given.settled_as,
       not_before = case when given.settled_as is null then clock_timestamp() + make_interval(secs => again_in) end
     from given
     where copy.person_id = given.person_id and copy.bulletin_id = $1
       and copy.person_id in (select person_id from attempt)`,
    [
      bulletinId,
      rows.map(({ personId }) => personId),
      rows.map(({ attempt }) => attempt),
      rows.map(({ outcome }) => outcome),
      rows.map(({ settledAs }) => settledAs),
      rows.map(({ againInSeconds }) => againInSeconds),
    ],
  );
}

/** The policy refused this copy: its entry says why, and it is not asked for again. */
export async function withholdCopy(sql: Sql, personId: string, bulletinId: string): Promise<void> {
  await sql.run(
    `update bulletin_copy set settled_at = clock_timestamp(), settled_as = 'withheld'
     where person_id = $1 and bulletin_id = $2 and settled_at is null`,
    [personId, bulletinId],
  );
}

/** Copies of which a worker died between the entry and the outcome: nobody knows what became of them. */
export async function abandonedCopies(
  sql: Sql,
  bulletinId: string,
): Promise<readonly { person: string; attempt: number }[]> {
  return await sql.rows(
    `select person_id as person, attempt from bulletin_hand_over
     where bulletin_id = $1 and outcome is null order by person_id`,
    [bulletinId],
  );
}

/** Copies that may be offered now, by ascending id, beyond one. */
export async function openCopies(
  sql: Sql,
  bulletinId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly string[]> {
  const rows = await sql.rows<{ personId: string }>(
    `select person_id as "personId" from bulletin_copy
     where bulletin_id = $1 and settled_at is null and (not_before is null or not_before <= clock_timestamp())
       and person_id > $3
     order by person_id limit $2`,
    [bulletinId, limit, after],
  );
  return rows.map(({ personId }) => personId);
}

/** Seconds until a copy that was put off may be offered again; undefined when none is open. */
export async function secondsToNextCopy(sql: Sql, bulletinId: string): Promise<number | undefined> {
  const row = await sql.row<{ seconds: number | null }>(
    `select case
       when exists (
         select from bulletin_copy where bulletin_id = $1 and settled_at is null
           and (not_before is null or not_before <= clock_timestamp())) then 0
       else (
         select ceil(extract(epoch from min(not_before) - clock_timestamp()))::integer
         from bulletin_copy where bulletin_id = $1 and settled_at is null) end as seconds`,
    [bulletinId],
  );
  // Null: none is open.
  return typeof row?.seconds === 'number' ? Math.max(0, row.seconds) : undefined;
}

export interface OwnMessageRow {
  readonly bulletinId: string;
  readonly subject: string;
  readonly plain: string;
  readonly topic: string;
  readonly origin: string;
  readonly at: Date | null;
  readonly outcome: CopyOutcome | null;
  readonly entry: number | null;
  readonly version: number | null;
  /** How it came back, or that it was complained of. */
  readonly returnedAs: 'gone' | 'full' | 'refused' | 'complaint' | null;
}

/** Every message that was handed over for the person or waits for them, newest first: the last attempt of each. */
export async function messagesOfPerson(sql: Sql, personId: string, limit: number): Promise<readonly OwnMessageRow[]> {
  return await sql.rows<OwnMessageRow>(
    `select copy.bulletin_id as "bulletinId", subject, plain, topic, origin, last.at, last.outcome, last.entry, last.version,
       returned_as as "returnedAs"
     from bulletin_copy copy
     join bulletin using (bulletin_id)
     join bulletin_text text on text.bulletin_id = copy.bulletin_id and text.language = copy.language
     left join lateral (
       select at, outcome, entry, version from bulletin_hand_over attempt
       where attempt.person_id = $1 and attempt.bulletin_id = copy.bulletin_id order by attempt desc limit 1) last on true
     where copy.person_id = $1 and plain is not null
       and (last.at is not null or (copy.settled_at is null and bulletin.ended_at is null))
     order by coalesce(last.at, bulletin.confirmed_at) desc, copy.bulletin_id limit $2`,
    [personId, limit],
  );
}

/** The tags of the addresses that copies were handed over for. */
export async function tagsOfCopies(
  sql: Sql,
  bulletinId: string,
  personIds: readonly string[],
): Promise<readonly Buffer[]> {
  const rows = await sql.rows<{ tag: Buffer }>(
    'select tag from stop_link where bulletin_id = $1 and person_id = any($2::uuid[])',
    [bulletinId, personIds],
  );
  return rows.map(({ tag }) => tag);
}
