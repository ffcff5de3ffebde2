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
  /** Null: in every country. */
  readonly countries: readonly string[] | null;
  /** Whether only proved addresses, or only others; null: both. */
  readonly proven: boolean | null;
  readonly startsAt: Date | null;
  readonly pausedAt: Date | null;
  /** The bulletin that this one tries out, to its author alone. */
  readonly testOf: string | null;
  /** Copies are written down for persons up to this id; null: for all, or not begun. */
  readonly spreadTo: string | null;
}

export interface BulletinTextRow {
  readonly language: Language;
  readonly subject: string;
  readonly markdown: string;
  readonly html: string | null;
  readonly plain: string | null;
}

const BULLETIN = `bulletin_id as "bulletinId", topic, sender_name as "senderName", sender_address as "senderAddress",
  written_at as "writtenAt", confirmed_at as "confirmedAt", origin, audience, ended_at as "endedAt",
  countries, proven, starts_at as "startsAt", paused_at as "pausedAt", test_of as "testOf", spread_to as "spreadTo"`;

export async function findBulletin(sql: Sql, bulletinId: string): Promise<BulletinRow | undefined> {
  return await sql.row<BulletinRow>(`select ${BULLETIN} from bulletin where bulletin_id = $1`, [bulletinId]);
}

/** Held to the end of the transaction by whoever changes it. */
export async function lockBulletin(tx: Tx, bulletinId: string): Promise<BulletinRow | undefined> {
  return await tx.row<BulletinRow>(`select ${BULLETIN} from bulletin where bulletin_id = $1 for update`, [bulletinId]);
}

/** Newest first. */
export async function listBulletins(sql: Sql, limit: number): Promise<readonly BulletinRow[]> {
  return await sql.rows<BulletinRow>(
    `select ${BULLETIN} from bulletin where test_of is null order by written_at desc, bulletin_id limit $1`,
    [limit],
  );
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

/** What an author decides besides the texts. */
export interface Draft {
  readonly bulletinId: string;
  readonly topic: string;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly countries: readonly string[] | null;
  readonly proven: boolean | null;
}

const draftValues = (row: Draft) => [
  row.bulletinId,
  row.topic,
  row.senderName,
  row.senderAddress,
  row.countries,
  row.proven,
];

export async function insertBulletin(tx: Tx, row: Draft): Promise<void> {
  await tx.run(
    `insert into bulletin (bulletin_id, topic, sender_name, sender_address, countries, proven)
     values ($1, $2, $3, $4, $5, $6)`,
    draftValues(row),
  );
}

export async function updateBulletin(tx: Tx, row: Draft): Promise<void> {
  await tx.run(
    `update bulletin set topic = $2, sender_name = $3, sender_address = $4, countries = $5, proven = $6
     where bulletin_id = $1 and confirmed_at is null`,
    draftValues(row),
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
  await tx.run(`delete from bulletin_text where bulletin_id = $1 and language = $2 and html is null`, [
    bulletinId,
    language,
  ]);
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

export async function confirmBulletin(
  tx: Tx,
  bulletinId: string,
  given: { readonly origin: string; readonly audience: number; readonly startsAt: Date | null },
): Promise<void> {
  await tx.run(
    `update bulletin set confirmed_at = clock_timestamp(), origin = $2, audience = $3, starts_at = $4,
       spread_to = '00000000-0000-0000-0000-000000000000'
     where bulletin_id = $1`,
    [bulletinId, given.origin, given.audience, given.startsAt],
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

export interface Progress {
  readonly bulletinId: string;
  /** Not offered yet, or put off by a relay. */
  readonly waiting: number;
  readonly accepted: number;
  readonly refused: number;
  readonly unknown: number;
  readonly withheld: number;
  /** Of those accepted: came back later, or were complained of. */
  readonly returned: number;
  readonly complaints: number;
  /** Who stopped messages by a copy of this bulletin. */
  readonly stops: number;
}

/** How far each bulletin is; what an erasure took along is in none of the numbers. */
export async function readProgress(sql: Sql, bulletinIds: readonly string[]): Promise<readonly Progress[]> {
  return await sql.rows<Progress>(
    `select bulletin_id as "bulletinId",
       -- While copies are still written down, everybody waits for whom none stands there yet.
       case when spread_to is null or ended_at is not null then count(*) filter (where settled_as is null)
         else greatest(0, audience - count(*) filter (where settled_as is not null)) end as waiting,
       count(*) filter (where settled_as = 'accepted') as accepted,
       count(*) filter (where settled_as = 'refused') as refused,
       count(*) filter (where settled_as = 'unknown') as unknown,
       count(*) filter (where settled_as = 'withheld') as withheld,
       count(*) filter (where returned_as <> 'complaint') as returned,
       count(*) filter (where returned_as = 'complaint') as complaints,
       (select count(distinct tag) from address_stop where address_stop.bulletin_id = bulletin_copy.bulletin_id) as stops
     from bulletin_copy join bulletin using (bulletin_id) where bulletin_id = any($1::uuid[])
     group by bulletin_id, spread_to, ended_at, audience`,
    [bulletinIds],
  );
}

/** How many copies were settled in the last minute, and when those were handed over of which nobody knows more. */
export async function readPace(
  sql: Sql,
  bulletinId: string,
): Promise<{ readonly lastMinute: number; readonly unknownAt: readonly Date[] }> {
  const row = await sql.row<{ lastMinute: number }>(
    `select count(*) as "lastMinute" from bulletin_copy
     where bulletin_id = $1 and settled_at > clock_timestamp() - interval '1 minute'`,
    [bulletinId],
  );
  const unknown = await sql.rows<{ at: Date }>(
    `select at from bulletin_copy join bulletin_hand_over using (person_id, bulletin_id)
     where bulletin_id = $1 and settled_as = 'unknown' and outcome = 'unknown' order by at limit 100`,
    [bulletinId],
  );
  return { lastMinute: row?.lastMinute ?? 0, unknownAt: unknown.map(({ at }) => at) };
}

export async function countWaiting(sql: Sql): Promise<number> {
  const row = await sql.row<{ waiting: number }>(
    `select count(*) as waiting from bulletin_copy join bulletin using (bulletin_id)
     where settled_at is null and ended_at is null`,
  );
  return row?.waiting ?? 0;
}

export async function countDrafts(sql: Sql): Promise<number> {
  const row = await sql.row<{ drafts: number }>(
    'select count(*) as drafts from bulletin where confirmed_at is null and ended_at is null and test_of is null',
  );
  return row?.drafts ?? 0;
}

export interface TopicRow {
  readonly topic: string;
  readonly ru: string;
  readonly en: string;
  readonly uk: string;
}

export async function listTopics(sql: Sql): Promise<readonly TopicRow[]> {
  return await sql.rows<TopicRow>(
    'select topic, name_ru as ru, name_en as en, name_uk as uk from topic order by since, topic',
  );
}

export async function putTopic(tx: Tx, row: TopicRow): Promise<void> {
  await tx.run(
    `insert into topic (topic, name_ru, name_en, name_uk) values ($1, $2, $3, $4)
     on conflict (topic) do update set name_ru = excluded.name_ru, name_en = excluded.name_en, name_uk = excluded.name_uk`,
    [row.topic, row.ru, row.en, row.uk],
  );
}
