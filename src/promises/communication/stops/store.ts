import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { Writing } from '../../../kernel/db/writing.ts';

/** The tag of an address a person left, in the place of the one before. */
export async function putAddressTags(
  tx: Tx,
  personId: string,
  addresses: readonly { field: string; tag: Buffer }[],
): Promise<void> {
  await tx.run(
    `insert into message_address (person_id, field, tag)
     select $1, field, tag from unnest($2::text[], $3::bytea[]) as given (field, tag)
     on conflict (person_id, field) do update set tag = excluded.tag`,
    [personId, addresses.map(({ field }) => field), addresses.map(({ tag }) => tag)],
  );
}

interface NewAddressTag {
  readonly personId: string;
  readonly field: string;
  readonly tag: Buffer;
}

/** The tags of addresses of people who are new. */
export const newAddressTags: Writing<NewAddressTag, object> = {
  text: `with given as materialized (
      select * from unnest($1::uuid[], $2::text[], $3::bytea[]) with ordinality as given (person_id, field, tag, i)
    ), made as (
      insert into message_address (person_id, field, tag) select person_id, field, tag from given
    )
    select i as asked from given`,
  values: (rows) => [rows.map(({ personId }) => personId), rows.map(({ field }) => field), rows.map(({ tag }) => tag)],
};

/** An address that the person erased gets nothing any more; its stops stay. */
export async function forgetAddressTags(tx: Tx, personId: string, fields: readonly string[]): Promise<void> {
  await tx.run('delete from message_address where person_id = $1 and field = any($2::text[])', [personId, fields]);
}

export async function readAddressTags(sql: Sql, personId: string): Promise<readonly Buffer[]> {
  const rows = await sql.rows<{ tag: Buffer }>('select tag from message_address where person_id = $1', [personId]);
  return rows.map(({ tag }) => tag);
}

export interface StopLinkRow {
  readonly tag: Buffer;
  readonly topic: string;
  readonly bulletinId: string | null;
  /** Null once the person was erased: the link then stops the address alone. */
  readonly personId: string | null;
}

export async function findStopLink(sql: Sql, tokenHash: Buffer): Promise<StopLinkRow | undefined> {
  return await sql.row<StopLinkRow>(
    `select tag, topic, bulletin_id as "bulletinId", person.person_id as "personId"
     from stop_link left join person using (person_id)
     where token_hash = $1 or return_hash = $1`,
    [tokenHash],
  );
}

/** Everybody who left an address with this tag. */
export async function personsOfAddress(sql: Sql, tag: Buffer): Promise<readonly string[]> {
  const rows = await sql.rows<{ personId: string }>(
    `select distinct person_id as "personId" from message_address where tag = $1 order by person_id`,
    [tag],
  );
  return rows.map(({ personId }) => personId);
}

export type StopWay = 'link' | 'one-click' | 'letter' | 'account' | 'mailto' | 'reply' | 'complaint';

/** A stop of the person and of each address; what stands already stays as it was. */
export async function insertStop(
  tx: Tx,
  stop: {
    stopId: string;
    personId: string | null;
    tags: readonly Buffer[];
    topic: string | null;
    how: StopWay;
    bulletinId?: string | null;
  },
): Promise<void> {
  await tx.run(
    `with of_person as (
       insert into person_stop (person_id, stop_id, topic, how) select $1::uuid, $2, $4, $5 where $1::uuid is not null
       on conflict do nothing)
     insert into address_stop (tag, stop_id, topic, how, person_id, bulletin_id)
     select distinct tag, $2::uuid, $4, $5, $1::uuid, $6::uuid from unnest($3::bytea[]) as given (tag)
     where not exists (
       select from address_stop standing
       where standing.tag = given.tag and undone_at is null and standing.topic is not distinct from $4)`,
    [stop.personId, stop.stopId, stop.tags, stop.topic, stop.how, stop.bulletinId ?? null],
  );
}

export interface StandingStop {
  readonly topic: string | null;
  readonly how: StopWay;
  readonly at: Date;
  /** Null: a stop of the person themselves; else of this address. */
  readonly tag: Buffer | null;
  /** Made by this person, as far as is known. */
  readonly own: boolean;
}

/** Every stop that keeps messages from a person just now. */
export async function standingStops(sql: Sql, personId: string): Promise<readonly StandingStop[]> {
  return await sql.rows<StandingStop>(
    `select topic, how, at, null::bytea as tag, true as own from person_stop where person_id = $1 and undone_at is null
     union all
     select topic, how, at, tag, coalesce(address_stop.person_id = $1, false) from address_stop
     where undone_at is null and tag in (select tag from message_address where person_id = $1)
     order by at`,
    [personId],
  );
}

/** Ends what stands in some scopes (null: all messages): the person's stops, and those of their addresses. */
export async function undoStops(tx: Tx, personId: string, scopes: readonly (string | null)[]): Promise<void> {
  await tx.run(
    `with of_person as (
       update person_stop set undone_at = clock_timestamp()
       where person_id = $1 and undone_at is null and coalesce(topic, '') = any($2::text[]))
     update address_stop set undone_at = clock_timestamp()
     where undone_at is null and coalesce(topic, '') = any($2::text[])
       and tag in (select tag from message_address where person_id = $1)`,
    [personId, scopes.map((topic) => topic ?? '')],
  );
}

/** Whether this link has stopped already what it is asked to stop: then there is nothing to record. */
export async function stoppedByLink(sql: Sql, tokenHash: Buffer, scope: 'topic' | 'all'): Promise<boolean> {
  const row = await sql.row(
    `select 1 as one from stop_link link
     where (token_hash = $1 or return_hash = $1)
       and exists (select from address_stop where address_stop.tag = link.tag and undone_at is null
         and (topic is null or ($2 = 'topic' and topic = link.topic)))
       and (not exists (select from person where person.person_id = link.person_id)
         or exists (select from person_stop where person_stop.person_id = link.person_id and undone_at is null
           and (topic is null or ($2 = 'topic' and topic = link.topic))))`,
    [tokenHash, scope],
  );
  return row !== undefined;
}

/** Whether the address in this field was proved to be the person's. */
export async function addressProved(sql: Sql, personId: string, field: string): Promise<boolean> {
  const row = await sql.row(
    `select 1 as one from value where person_id = $1 and role = 'value' and field = $2 and verified_at is not null`,
    [personId, field],
  );
  return row !== undefined;
}

/** At an erasure: what is of the person goes; the stops of the address stay, without anybody's name. */
export async function eraseCommunication(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from bulletin_copy where person_id = $1', [personId]);
  await tx.run('delete from message_address where person_id = $1', [personId]);
  await tx.run('delete from person_stop where person_id = $1', [personId]);
  await tx.run('update stop_link set person_id = null where person_id = $1', [personId]);
  await tx.run('update address_stop set person_id = null where person_id = $1', [personId]);
}
