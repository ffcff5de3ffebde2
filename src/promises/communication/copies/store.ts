import type { Sql } from '../../../kernel/db/db.ts';
import { answer, type Reading, type Reads, type Together } from '../../../kernel/db/reading.ts';
import type { Writing } from '../../../kernel/db/writing.ts';
import { type MomentRow, momentAnswer, momentOf } from '../../../kernel/gate/store.ts';
import type { PackedRow } from '../../../kernel/vault/packed/packed-row.ts';
import { packedAnswer, packedFields } from '../../../kernel/vault/packed/store.ts';
import type { Language } from '../../../kernel/words.ts';
import { bodiesNameStop } from '../text/compile-bulletin.ts';

interface CopyKey {
  readonly person: string;
  readonly bulletin: string;
}

/** A bulletin in one language as it was confirmed, with marks where copies differ: it stands still since. */
export interface TextOfCopies {
  readonly topic: string;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly origin: string;
  readonly subject: string;
  readonly html: string;
  readonly plain: string;
  /** Whether both bodies name the stop, found out once for all who wait for this text. */
  readonly namesStop: boolean;
}

const texts: Reading<string, TextOfCopies> = {
  text: `select asked.i as asked, topic, sender_name as "senderName", sender_address as "senderAddress", origin,
       subject, html, plain
     from unnest($1::uuid[], $2::text[]) with ordinality as asked (bulletin_id, language, i)
     join bulletin on bulletin.bulletin_id = asked.bulletin_id
     join bulletin_text text on text.bulletin_id = asked.bulletin_id and text.language = asked.language
     where html is not null`,
  // One key for all copies in a language, so that their text comes once.
  values: (keys) => [keys.map((key) => key.split('/')[0]), keys.map((key) => key.split('/')[1])],
  row: (raw: Omit<TextOfCopies, 'namesStop'>) => ({ ...raw, namesStop: bodiesNameStop(raw, raw.origin) }),
};

export async function findText(
  reads: Reads,
  bulletinId: string,
  language: Language,
): Promise<TextOfCopies | undefined> {
  return (await reads.read(texts, textKey(bulletinId, language)))[0];
}

const textKey = (bulletinId: string, language: Language): string => `${bulletinId}/${language}`;

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

interface FactsKey extends CopyKey {
  readonly field: string;
  /** In which the copy was written down. */
  readonly language: Language;
}

/** Of a `bulletin`: whether its copies may leave now. */
const GOING = `bulletin.confirmed_at is not null and bulletin.ended_at is null and bulletin.paused_at is null
         and coalesce(bulletin.starts_at <= clock_timestamp(), true)`;
/** Of a `bulletin`, the `message_address` `address` and the person of a `copy`: whether messages were stopped. */
const STOPPED = `exists (
         select from person_stop where person_stop.person_id = copy.person_id and undone_at is null
           and (person_stop.topic is null or person_stop.topic = bulletin.topic))
       or exists (
         select from address_stop where address_stop.tag = address.tag and undone_at is null
           and (address_stop.topic is null or address_stop.topic = bulletin.topic))`;

/**
 * A copy by its key, and fenced off: where few copies were open when the tables were last counted, the planner would
 * rather read all of a bulletin than this one.
 */
const copyOf = (row: 'asked' | 'given'): string => `(
         select person_id, settled_at, language from bulletin_copy
         where bulletin_copy.person_id = ${row}.person_id and bulletin_copy.bulletin_id = ${row}.bulletin_id offset 0)`;

const FACTS = `copy.settled_at is not null as settled,
       ${GOING} as going,
       value.origin as "valueOrigin",
       address.tag,
       ${STOPPED} as stopped,
       exists (select from returned_address where returned_address.tag = address.tag and silent_since is not null) as silent,
       coalesce(last.attempt, 0) as attempt,
       last.outcome`;
const OF_COPIES = `from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) with ordinality
       as asked (person_id, bulletin_id, field, language, i)
     join lateral ${copyOf('asked')} copy on copy.language = asked.language
     join bulletin on bulletin.bulletin_id = asked.bulletin_id
     left join lateral (
       select origin from value
       where value.person_id = asked.person_id and role = 'value' and value.field = asked.field offset 0) value on true
     left join message_address address on address.person_id = asked.person_id and address.field = asked.field
     left join lateral (
       select attempt, outcome from bulletin_hand_over done
       where done.person_id = asked.person_id and done.bulletin_id = asked.bulletin_id
       order by attempt desc limit 1) last on true`;

const facts: Reading<FactsKey, CopyFacts> = {
  text: `select asked.i as asked, ${FACTS} ${OF_COPIES}`,
  values: (keys) => [
    keys.map(({ person }) => person),
    keys.map(({ bulletin }) => bulletin),
    keys.map(({ field }) => field),
    keys.map(({ language }) => language),
  ],
};

export async function readCopyFacts(reads: Reads, key: FactsKey): Promise<CopyFacts | undefined> {
  return (await reads.read(facts, key))[0];
}

const moment = momentOf('asked.person_id', 'null::bytea');
const packed = packedFields('asked.person_id', 'asked.field');

type CopyTogether = CopyFacts & MomentRow & Omit<PackedRow, 'personId'>;

const copyTogether: Reading<FactsKey, CopyTogether> = {
  text: `select asked.i as asked, ${FACTS}, ${packed.columns}, ${moment.columns}
     ${OF_COPIES} ${packed.joins} ${moment.joins}`,
  values: facts.values,
};

/** All that a copy is decided on: what is of its person by one statement, and the text, which is the same for all. */
export function readCopyTogether(key: FactsKey): readonly Together<unknown, object>[] {
  const ofPerson: Together<FactsKey, CopyTogether> = {
    reading: copyTogether,
    key,
    answers(row) {
      if (row === undefined) return [answer(facts, key, [])];
      const { person: personId, field } = key;
      return [
        answer(facts, key, [row]),
        momentAnswer({ chainOf: personId, session: null }, row),
        packedAnswer({ personId, fields: [field] }, { ...row, personId }),
      ];
    },
  };
  const ofAll: Together<string, TextOfCopies> = {
    reading: texts,
    key: textKey(key.bulletin, key.language),
    answers: (row) => [answer(texts, textKey(key.bulletin, key.language), row === undefined ? [] : [row])],
  };
  return [ofPerson, ofAll];
}

export interface HandOverRow {
  readonly personId: string;
  readonly bulletinId: string;
  readonly entry: number;
  readonly version: number;
  readonly field: string;
  readonly tokenHash: Buffer;
  readonly topic: string;
  readonly returnHash: Buffer;
  /** Which of the connections takes it. */
  readonly lane: string;
}

/**
 * "Is being handed over", and the link that stands in the copy. Written with the entry, and only where nobody stopped
 * messages and the bulletin still goes: what was decided a moment ago is looked at once more by the statement that takes
 * the recipient. Says which attempt this is, from 1.
 */
export const handOvers: Writing<HandOverRow, { readonly attempt: number }> = {
  text: `with taken as (
       select given.*, address.tag
       from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::integer[], $5::text[], $6::bytea[], $7::text[], $8::bytea[],
           $9::uuid[])
         with ordinality as given (person_id, bulletin_id, entry, version, field, token_hash, topic, return_hash, lane, i)
       cross join lateral ${copyOf('given')} copy
       join bulletin on bulletin.bulletin_id = given.bulletin_id
       join message_address address on address.person_id = given.person_id and address.field = given.field
       where copy.settled_at is null and ${GOING} and not (${STOPPED})),
     link as (
       insert into stop_link (token_hash, tag, topic, person_id, return_hash, bulletin_id)
       select token_hash, tag, topic, person_id, return_hash, bulletin_id from taken
       on conflict (token_hash) do update set tag = excluded.tag),
     made as (
       insert into bulletin_hand_over (person_id, bulletin_id, attempt, entry, version, at, lane)
       select person_id, bulletin_id, coalesce((
           select max(attempt) from bulletin_hand_over done
           where done.person_id = taken.person_id and done.bulletin_id = taken.bulletin_id), 0) + 1,
         entry, version, clock_timestamp(), lane
       from taken returning person_id, bulletin_id, attempt)
     select taken.i as asked, made.attempt from made join taken using (person_id, bulletin_id)`,
  values: (rows) => [
    rows.map(({ personId }) => personId),
    rows.map(({ bulletinId }) => bulletinId),
    rows.map(({ entry }) => entry),
    rows.map(({ version }) => version),
    rows.map(({ field }) => field),
    rows.map(({ tokenHash }) => tokenHash),
    rows.map(({ topic }) => topic),
    rows.map(({ returnHash }) => returnHash),
    rows.map(({ lane }) => lane),
  ],
};

export interface OutcomesRow {
  readonly bulletin: string;
  readonly outcomes: readonly OutcomeRow[];
}

export interface OutcomeRow {
  readonly personId: string;
  readonly attempt: number;
  readonly outcome: CopyOutcome;
  /** There is no such mailbox: nothing is sent to the address any more. */
  readonly gone: boolean;
  /** Null: it was put off and may be offered again. */
  readonly settledAs: 'accepted' | 'refused' | 'unknown' | null;
  readonly againInSeconds: number;
}

/** What came of attempts. One that has an outcome already keeps it: a late answer changes nothing that was said. */
export const outcomesOfCopies: Writing<OutcomesRow, object> = {
  text: `with given as (
       select * from unnest($1::integer[], $2::uuid[], $3::uuid[], $4::integer[], $5::text[], $6::text[], $7::integer[],
           $8::boolean[])
         as given (asked, bulletin_id, person_id, attempt, outcome, settled_as, again_in, gone)),
     attempt as (
       update bulletin_hand_over hand_over set outcome = given.outcome, outcome_at = clock_timestamp()
       from given
       where hand_over.person_id = given.person_id and hand_over.bulletin_id = given.bulletin_id
         and hand_over.attempt = given.attempt and hand_over.outcome is null
       returning hand_over.person_id, hand_over.bulletin_id),
     settled as (
       update bulletin_copy copy set
         settled_at = case when given.settled_as is null then null else clock_timestamp() end,
         settled_as = given.settled_as,
         not_before = case when given.settled_as is null then clock_timestamp() + make_interval(secs => again_in) end
       from given
       where copy.person_id = given.person_id and copy.bulletin_id = given.bulletin_id
         and (copy.person_id, copy.bulletin_id) in (select person_id, bulletin_id from attempt)),
     silenced as (
       insert into returned_address (tag, times, last_as, silent_since)
       select distinct link.tag, 1, 'gone', clock_timestamp()
       from given cross join lateral (
         select tag from stop_link where stop_link.person_id = given.person_id
           and stop_link.bulletin_id = given.bulletin_id limit 1) link
       where gone
       on conflict (tag) do update set times = returned_address.times + 1, last_as = 'gone',
         last_at = clock_timestamp(), silent_since = coalesce(returned_address.silent_since, excluded.silent_since))
     select distinct asked from given`,
  values: (rows) => {
    const all = rows.flatMap(({ bulletin, outcomes }, index) =>
      outcomes.map((one) => ({ ...one, bulletin, asked: index + 1 })),
    );
    return [
      all.map(({ asked }) => asked),
      all.map(({ bulletin }) => bulletin),
      all.map(({ personId }) => personId),
      all.map(({ attempt }) => attempt),
      all.map(({ outcome }) => outcome),
      all.map(({ settledAs }) => settledAs),
      all.map(({ againInSeconds }) => againInSeconds),
      all.map(({ gone }) => gone),
    ];
  },
};

/** The policy refused this copy: its entry says why, and it is not asked for again. */
export async function withholdCopy(sql: Sql, personId: string, bulletinId: string): Promise<void> {
  await sql.run(
    `update bulletin_copy set settled_at = clock_timestamp(), settled_as = 'withheld'
     where person_id = $1 and bulletin_id = $2 and settled_at is null`,
    [personId, bulletinId],
  );
}

/**
 * Copies of which a worker died between the entry and the outcome: nobody knows what became of them. But what a connection
 * took last, while the one before it was still open, had not begun: its bytes wait until that outcome is committed.
 */
export async function abandonedCopies(
  sql: Sql,
  bulletinId: string,
): Promise<readonly { readonly person: string; readonly attempt: number; readonly begun: boolean }[]> {
  return await sql.rows(
    `select person_id as person, attempt,
       lane is null or row_number() over (partition by lane order by at) = 1 as begun
     from bulletin_hand_over
     where bulletin_id = $1 and outcome is null order by person_id`,
    [bulletinId],
  );
}

/** Copies that may be offered now, by ascending id, beyond one. */
export async function openCopies(
  sql: Sql,
  bulletinId: string,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<readonly OpenCopy[]> {
  return await sql.rows<OpenCopy>(
    `select person_id as person, language from bulletin_copy
     where bulletin_id = $1 and settled_at is null and (not_before is null or not_before <= clock_timestamp())
       and person_id > $3
     order by person_id limit $2`,
    [bulletinId, limit, after],
  );
}

export interface OpenCopy {
  readonly person: string;
  readonly language: Language;
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

interface OfPerson {
  /** The message to begin with; null: the newest. */
  readonly from: string | null;
  readonly limit: number;
}

/** Every message that was handed over for the person or waits for them, newest first: the last attempt of each. */
export async function messagesOfPerson(
  sql: Sql,
  personId: string,
  { from, limit }: OfPerson,
): Promise<readonly OwnMessageRow[]> {
  return await sql.rows<OwnMessageRow>(
    `with own as (
       select copy.bulletin_id, copy.language, copy.returned_as, bulletin.topic, bulletin.origin,
         last.at, last.outcome, last.entry, last.version, coalesce(last.at, bulletin.confirmed_at) as since
       from bulletin_copy copy
       join bulletin using (bulletin_id)
       left join lateral (
         select at, outcome, entry, version from bulletin_hand_over attempt
         where attempt.person_id = $1 and attempt.bulletin_id = copy.bulletin_id order by attempt desc limit 1) last on true
       where copy.person_id = $1 and (last.at is not null or (copy.settled_at is null and bulletin.ended_at is null)))
     select own.bulletin_id as "bulletinId", subject, plain, topic, origin, at, outcome, entry, version,
       returned_as as "returnedAs"
     from own join bulletin_text text on text.bulletin_id = own.bulletin_id and text.language = own.language
     where plain is not null and ($3::uuid is null or exists (
       select from own first where first.bulletin_id = $3
         and (own.since < first.since or (own.since = first.since and own.bulletin_id >= first.bulletin_id))))
     order by since desc, own.bulletin_id limit $2`,
    [personId, limit, from],
  );
}
