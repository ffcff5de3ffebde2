import type { Sql, Tx } from '../../../kernel/db/db.ts';

/** Whom a bulletin is for. Nothing here is about when or how somebody came, and nothing may be. */
export interface AudienceOf {
  readonly languages: readonly string[];
  /** The field that messages go to. */
  readonly field: string;
  readonly topic: string;
  /** Null: in every country. */
  readonly countries: readonly string[] | null;
  /** Whether only proved addresses, or only others; null: both. */
  readonly proven: boolean | null;
}

// Whoever stopped is not in it; whoever stops later is refused in the moment of the hand-over.
const WANTED = `
  person.language = any($1::text[]) and person.restricted_at is null
    and ($4::text[] is null or person.country = any($4::text[]))
    and exists (
      select from value where value.person_id = person.person_id and value.role = 'value' and value.field = $2
        and value.origin <> 'from-elsewhere' and ($5::boolean is null or (value.verified_at is not null) = $5))
    and not exists (
      select from person_stop where person_stop.person_id = person.person_id and undone_at is null
        and (topic is null or topic = $3))
    and not exists (
      select from message_address join address_stop using (tag)
      where message_address.person_id = person.person_id and field = $2 and undone_at is null
        and (topic is null or topic = $3))
    and not exists (
      select from message_address join returned_address using (tag)
      where message_address.person_id = person.person_id and field = $2 and silent_since is not null)`;

const valuesOf = ({ languages, field, topic, countries, proven }: AudienceOf) => [
  languages,
  field,
  topic,
  countries,
  proven,
];

/** How many a bulletin would go to, by language; never who. */
export async function countAudience(
  sql: Sql,
  audience: AudienceOf,
): Promise<readonly { language: string; persons: number }[]> {
  return await sql.rows(
    `select language, count(*) as persons from person where ${WANTED} group by language order by language`,
    valuesOf(audience),
  );
}

/** The countries that somebody here named, for the choice: never how many, and never who. */
export async function listCountries(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.rows<{ country: string }>(
    'select distinct country from person where country is not null order by country',
  );
  return rows.map(({ country }) => country);
}

/**
 * Writes down the copies of the next so many persons, by ascending id: a million at once would keep everybody waiting.
 * @returns whether there may be more
 */
export async function spreadCopies(
  tx: Tx,
  bulletinId: string,
  audience: AudienceOf,
  persons: number,
): Promise<boolean> {
  const row = await tx.row<{ more: boolean }>(
    `with upto as (select spread_to from bulletin where bulletin_id = $6 for update),
     next as (
       select * from person where person_id > (select spread_to from upto) order by person_id limit $7),
     made as (
       insert into bulletin_copy (person_id, bulletin_id, language)
       select person_id, $6, language from next person where ${WANTED}
       on conflict do nothing)
     update bulletin set spread_to = case when (select count(*) from next) < $7 then null
       else (select person_id from next order by person_id desc limit 1) end
     where bulletin_id = $6
     returning spread_to is not null as more`,
    [...valuesOf(audience), bulletinId, persons],
  );
  return row?.more ?? false;
}

/** Once all copies are written down, the audience is what they are. */
export async function settleAudience(tx: Tx, bulletinId: string): Promise<number> {
  const row = await tx.row<{ audience: number }>(
    `update bulletin set audience = (select count(*) from bulletin_copy where bulletin_id = $1)
     where bulletin_id = $1 returning audience`,
    [bulletinId],
  );
  return row?.audience ?? 0;
}
