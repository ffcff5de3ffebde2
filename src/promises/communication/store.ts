import type { Sql, Tx } from '../../kernel/db/db.ts';
import type { Language } from '../../kernel/words.ts';

export interface BulletinRow {
  readonly bulletinId: string;
  readonly topic: string;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly writtenAt: Date;
  readonly confirmedAt: Date | null;
  readonly origin: string | null;
  readonly audience: number | null;
  readonly endedAt: Date | null;
}

export interface BulletinTextRow {
  readonly language: Language;
  readonly subject: string;
  readonly markdown: string;
  readonly html: string | null;
  readonly plain: string | null;
}

const BULLETIN = `bulletin_id as "bulletinId", topic, sender_name as "senderName", sender_address as "senderAddress",
  written_at as "writtenAt", confirmed_at as "confirmedAt", origin, audience, ended_at as "endedAt"`;

export async function findBulletin(sql: Sql, bulletinId: string): Promise<BulletinRow | undefined> {
  return await sql.row<BulletinRow>(`select ${BULLETIN} from bulletin where bulletin_id = $1`, [bulletinId]);
}

/** Held to the end of the transaction by whoever changes it. */
export async function lockBulletin(tx: Tx, bulletinId: string): Promise<BulletinRow | undefined> {
  return await tx.row<BulletinRow>(`select ${BULLETIN} from bulletin where bulletin_id = $1 for update`, [bulletinId]);
}

/** Newest first. */
export async function listBulletins(sql: Sql, limit: number): Promise<readonly BulletinRow[]> {
  return await sql.rows<BulletinRow>(`select ${BULLETIN} from bulletin order by written_at desc, bulletin_id limit $1`, [limit]);
}

export async function readTexts(sql: Sql, bulletinId: string): Promise<readonly BulletinTextRow[]> {
  return await sql.rows<BulletinTextRow>(
    `select language, subject, markdown, html, plain from bulletin_text where bulletin_id = $1 order by language`,
    [bulletinId],
  );
}

export interface SubjectRow {
  readonly bulletinId: string;
  readonly language: Language;
  readonly subject: string;
}

export async function readSubjects(sql: Sql, bulletinIds: readonly string[]): Promise<readonly SubjectRow[]> {
  return await sql.rows<SubjectRow>(
    `select bulletin_id as "bulletinId", language, subject from bulletin_text
     where bulletin_id = any($1::uuid[]) order by bulletin_id, language`,
    [bulletinIds],
  );
}

export async function insertBulletin(
  tx: Tx,
  row: { bulletinId: string; topic: string; senderName: string; senderAddress: string },
): Promise<void> {
  await tx.run(
    `insert into bulletin (bulletin_id, topic, sender_name, sender_address) values ($1, $2, $3, $4)`,
    [row.bulletinId, row.topic, row.senderName, row.senderAddress],
  );
}

export async function updateBulletin(
  tx: Tx,
  row: { bulletinId: string; topic: string; senderName: string; senderAddress: string },
): Promise<void> {
  await tx.run(
    `update bulletin set topic = $2, sender_name = $3, sender_address = $4 where bulletin_id = $1 and confirmed_at is null`,
    [row.bulletinId, row.topic, row.senderName, row.senderAddress],
  );
}

export async function putText(
  tx: Tx,
  bulletinId: string,
  text: { language: string; subject: string; markdown: string },
): Promise<void> {
  await tx.run(
    `insert into bulletin_text (bulletin_id, language, subject, markdown) values ($1, $2, $3, $4)
     on conflict (bulletin_id, language) do update set subject = excluded.subject, markdown = excluded.markdown`,
    [bulletinId, text.language, text.subject, text.markdown],
  );
}

export async function removeText(tx: Tx, bulletinId: string, language: string): Promise<void> {
  await tx.run(`delete from bulletin_text where bulletin_id = $1 and language = $2 and html is null`, [bulletinId, language]);
}

/** What is sent from now on: both bodies, never changed again. */
export async function keepCompiled(
  tx: Tx,
  bulletinId: string,
  texts: readonly { language: string; html: string; plain: string }[],
): Promise<void> {
  await tx.run(
    `update bulletin_text set html = given.html, plain = given.plain
     from unnest($2::text[], $3::text[], $4::text[]) as given (language, html, plain)
     where bulletin_id = $1 and bulletin_text.language = given.language`,
    [bulletinId, texts.map(({ language }) => language), texts.map(({ html }) => html), texts.map(({ plain }) => plain)],
  );
}

// Who a bulletin is for: by language and topic, and by nothing that is about when or how somebody came. Whoever stopped
// is not in it; whoever stops later is refused in the moment of the hand-over.
const AUDIENCE = `
  from person
  where person.language = any($1::text[]) and person.restricted_at is null
    and exists (
      select from value where value.person_id = person.person_id and value.role = 'value' and value.field = $2
        and value.origin <> 'from-elsewhere')
    and not exists (
      select from person_stop where person_stop.person_id = person.person_id and undone_at is null
        and (topic is null or topic = $3))
    and not exists (
      select from message_address join address_stop using (tag)
      where message_address.person_id = person.person_id and field = $2 and undone_at is null
        and (topic is null or topic = $3))`;

export interface AudienceOf {
  readonly languages: readonly string[];
  /** The field that messages go to. */
  readonly field: string;
  readonly topic: string;
}

/** How many a bulletin would go to, by language; never who. */
export async function countAudience(sql: Sql, { languages, field, topic }: AudienceOf): Promise<readonly { language: string; persons: number }[]> {
  return await sql.rows(
    `select language, count(*) as persons ${AUDIENCE} group by language order by language`,
    [languages, field, topic],
  );
}

/** @returns how many copies there are now */
export async function insertCopies(tx: Tx, bulletinId: string, { languages, field, topic }: AudienceOf): Promise<number> {
  return await tx.run(
    `insert into bulletin_copy (person_id, bulletin_id, language) select person_id, $4, language ${AUDIENCE}`,
    [languages, field, topic, bulletinId],
  );
}

export async function confirmBulletin(tx: Tx, bulletinId: string, origin: string, audience: number): Promise<void> {
  await tx.run(
    `update bulletin set confirmed_at = clock_timestamp(), origin = $2, audience = $3 where bulletin_id = $1`,
    [bulletinId, origin, audience],
  );
}

/** @returns false when it was over before */
export async function endBulletin(tx: Tx, bulletinId: string): Promise<boolean> {
  const ended = await tx.run(
    `update bulletin set ended_at = clock_timestamp() where bulletin_id = $1 and ended_at is null`,
    [bulletinId],
  );
  return ended === 1;
}

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
}

/** One copy with what is sent in it; all of it stands still since the confirmation. */
export async function findCopy(sql: Sql, personId: string, bulletinId: string): Promise<CopyRow | undefined> {
  return await sql.row<CopyRow>(
    `select person_id as "personId", copy.bulletin_id as "bulletinId", copy.language, settled_at as "settledAt", topic,
       sender_name as "senderName", sender_address as "senderAddress", origin, subject, html, plain
     from bulletin_copy copy
     join bulletin using (bulletin_id)
     join bulletin_text text on text.bulletin_id = copy.bulletin_id and text.language = copy.language
     where person_id = $1 and copy.bulletin_id = $2 and html is not null`,
    [personId, bulletinId],
  );
}

/** What decides over a copy and may change at any time: to be read inside the moment. */
export interface CopyFacts {
  readonly settled: boolean;
  readonly going: boolean;
  readonly valueOrigin: string | null;
  readonly tag: Buffer | null;
  readonly stopped: boolean;
  readonly attempt: number;
  readonly outcome: CopyOutcome | null;
}
export type CopyOutcome = 'accepted' | 'refused' | 'deferred' | 'unknown';

export async function readCopyFacts(tx: Tx, personId: string, bulletinId: string, field: string): Promise<CopyFacts | undefined> {
  return await tx.row<CopyFacts>(
    `select copy.settled_at is not null as settled,
       bulletin.confirmed_at is not null and bulletin.ended_at is null as going,
       value.origin as "valueOrigin",
       address.tag,
       exists (
         select from person_stop where person_stop.person_id = $1 and undone_at is null
           and (person_stop.topic is null or person_stop.topic = bulletin.topic))
       or exists (
         select from address_stop where address_stop.tag = address.tag and undone_at is null
           and (address_stop.topic is null or address_stop.topic = bulletin.topic)) as stopped,
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

/** The row in which the address lies; null where it was never left, or is there no more. */
export async function findAddressRecord(tx: Tx, personId: string, field: string): Promise<string | null> {
  const row = await tx.row<{ recordId: string }>(
    `select record_id as "recordId" from value where person_id = $1 and role = 'value' and field = $2`,
    [personId, field],
  );
  return row?.recordId ?? null;
}

/** "Is being handed over", and the link that stands in the copy. */
export async function insertHandOver(
  tx: Tx,
  row: {
    personId: string;
    bulletinId: string;
    attempt: number;
    entry: number;
    version: number;
    tokenHash: Buffer;
    tag: Buffer;
    topic: string;
  },
): Promise<void> {
  await tx.run(
    `with link as (
       insert into stop_link (token_hash, tag, topic, person_id) values ($6, $7, $8, $1)
       on conflict (token_hash) do update set tag = excluded.tag)
     insert into bulletin_hand_over (person_id, bulletin_id, attempt, entry, version, at)
     values ($1, $2, $3, $4, $5, clock_timestamp())`,
    [row.personId, row.bulletinId, row.attempt, row.entry, row.version, row.tokenHash, row.tag, row.topic],
  );
}

/**
 * What came of an attempt; the copy is settled unless it was put off and may be offered again.
 * @returns false when this attempt has an outcome already
 */
export async function recordOutcome(
  tx: Tx,
  row: {
    personId: string;
    bulletinId: string;
    attempt: number;
    outcome: CopyOutcome;
    settledAs: 'accepted' | 'refused' | 'unknown' | null;
    againInSeconds: number;
  },
): Promise<boolean> {
  const recorded = await tx.run(
    `with attempt as (
       update bulletin_hand_over set outcome = $4, outcome_at = clock_timestamp()
       where person_id = $1 and bulletin_id = $2 and attempt = $3 and outcome is null returning 1)
     update bulletin_copy set
       settled_at = case when $5::text is null then null else clock_timestamp() end,
       settled_as = $5,
       not_before = case when $5::text is null then clock_timestamp() + make_interval(secs => $6) end
     where person_id = $1 and bulletin_id = $2 and exists (select from attempt)`,
    [row.personId, row.bulletinId, row.attempt, row.outcome, row.settledAs, row.againInSeconds],
  );
  return recorded === 1;
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
export async function abandonedCopies(sql: Sql, bulletinId: string): Promise<readonly { personId: string; attempt: number }[]> {
  return await sql.rows(
    `select copy.person_id as "personId", attempt from bulletin_copy copy
     join bulletin_hand_over using (person_id, bulletin_id)
     where bulletin_id = $1 and settled_at is null and outcome is null order by copy.person_id`,
    [bulletinId],
  );
}

/** Copies that may be offered now, by ascending id. */
export async function openCopies(sql: Sql, bulletinId: string, limit: number): Promise<readonly string[]> {
  const rows = await sql.rows<{ personId: string }>(
    `select person_id as "personId" from bulletin_copy
     where bulletin_id = $1 and settled_at is null and (not_before is null or not_before <= clock_timestamp())
     order by person_id limit $2`,
    [bulletinId, limit],
  );
  return rows.map(({ personId }) => personId);
}

/** Seconds until a copy that was put off may be offered again; undefined when none is open. */
export async function secondsToNextCopy(sql: Sql, bulletinId: string): Promise<number | undefined> {
  const row = await sql.row<{ seconds: number | null }>(
    `select ceil(extract(epoch from min(coalesce(not_before, clock_timestamp())) - clock_timestamp()))::integer as seconds
     from bulletin_copy where bulletin_id = $1 and settled_at is null`,
    [bulletinId],
  );
  return row?.seconds === null || row === undefined ? undefined : Math.max(0, row.seconds);
}

export interface Progress {
  readonly bulletinId: string;
  /** Not offered yet, or put off by a relay. */
  readonly waiting: number;
  readonly accepted: number;
  readonly refused: number;
  readonly unknown: number;
  readonly withheld: number;
}

/** How far each bulletin is; what an erasure took along is in none of the numbers. */
export async function readProgress(sql: Sql, bulletinIds: readonly string[]): Promise<readonly Progress[]> {
  return await sql.rows<Progress>(
    `select bulletin_id as "bulletinId",
       count(*) filter (where settled_as is null) as waiting,
       count(*) filter (where settled_as = 'accepted') as accepted,
       count(*) filter (where settled_as = 'refused') as refused,
       count(*) filter (where settled_as = 'unknown') as unknown,
       count(*) filter (where settled_as = 'withheld') as withheld
     from bulletin_copy where bulletin_id = any($1::uuid[]) group by bulletin_id`,
    [bulletinIds],
  );
}

/** Copies of confirmed bulletins that nothing was done with yet, by bulletin: what the outbox holds. */
export async function countWaiting(sql: Sql): Promise<number> {
  const row = await sql.row<{ waiting: number }>(
    `select count(*) as waiting from bulletin_copy join bulletin using (bulletin_id)
     where settled_at is null and ended_at is null`,
  );
  return row?.waiting ?? 0;
}

export interface TopicRow {
  readonly topic: string;
  readonly ru: string;
  readonly en: string;
  readonly uk: string;
}

export async function listTopics(sql: Sql): Promise<readonly TopicRow[]> {
  return await sql.rows<TopicRow>('select topic, name_ru as ru, name_en as en, name_uk as uk from topic order by since, topic');
}

export async function putTopic(tx: Tx, row: TopicRow): Promise<void> {
  await tx.run(
    `insert into topic (topic, name_ru, name_en, name_uk) values ($1, $2, $3, $4)
     on conflict (topic) do update set name_ru = excluded.name_ru, name_en = excluded.name_en, name_uk = excluded.name_uk`,
    [row.topic, row.ru, row.en, row.uk],
  );
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
}

/** Every message that was handed over for the person or waits for them, newest first: the last attempt of each. */
export async function messagesOfPerson(sql: Sql, personId: string, limit: number): Promise<readonly OwnMessageRow[]> {
  return await sql.rows<OwnMessageRow>(
    `select copy.bulletin_id as "bulletinId", subject, plain, topic, origin, last.at, last.outcome, last.entry, last.version
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
