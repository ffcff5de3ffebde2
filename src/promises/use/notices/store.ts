import type { Sql, Tx } from '../../../kernel/db/db.ts';

export const TELL_SERVICE_JOB = 'tell-service';

export type NoticeKind =
  | 'dealing.joined'
  | 'dealing.ended'
  | 'data.changed'
  | 'person.paused'
  | 'person.resumed'
  | 'person.erased'
  | 'transfer.changed';

export interface NoticeRow {
  readonly noticeId: string;
  readonly service: string;
  readonly purpose: string;
  readonly kind: NoticeKind;
  readonly dealingId: string | null;
  readonly transferId: string | null;
  readonly fields: readonly string[] | null;
  readonly status: string | null;
  /** Set where nobody is left whom a name could be made for. */
  readonly pseudonym: string | null;
  readonly at: Date;
  readonly tries: number;
  readonly deliveredAt: Date | null;
}

/** The notices of the act that they tell of, and a job for each, as parts of one statement. */
const told = (from: string): readonly [notices: string, jobs: string] => [
  `told as (
     insert into service_notice
       (person_id, notice_id, service, purpose, kind, dealing_id, transfer_id, fields, status, pseudonym)
     ${from} returning person_id, notice_id, pseudonym)`,
  `insert into job (job_id, kind, person_id, reference)
   select gen_random_uuid(), '${TELL_SERVICE_JOB}', case when pseudonym is null then person_id end, notice_id from told`,
];
const tell = (from: string) => `with ${told(from).join(' ')}`;

/** The same of transfers, within a statement whose part of this name has their persons, ids and outcomes. */
export function tellingOfTransfers(made: string): string {
  const [notices, jobs] = told(
    `select transfer.person_id, gen_random_uuid(), service, purpose, 'transfer.changed', dealing_id, transfer_id, null::text[],
       outcome, null::text
     from ${made} join transfer using (person_id, transfer_id) join dealing using (dealing_id)
     join service_endpoint using (service)`,
  );
  return `${notices}, queued as (${jobs})`;
}

export async function tellOfDealing(tx: Tx, personId: string, dealingId: string, kind: NoticeKind): Promise<void> {
  await tx.run(
    tell(`select $1, gen_random_uuid(), service, purpose, $3, dealing_id, null, null, null, null
      from dealing join service_endpoint using (service) where dealing_id = $2 and person_id = $1`),
    [personId, dealingId, kind],
  );
}

/** The fields that a service may ask for, by a purpose of its own. */
export interface ChangedOfPurpose {
  readonly service: string;
  readonly purpose: string;
  readonly fields: readonly string[];
}

/** Told to whom an open dealing lets ask, and not while the person has paused. */
export async function tellOfData(tx: Tx, personId: string, changed: readonly ChangedOfPurpose[]): Promise<void> {
  await tx.run(
    tell(`select $1, gen_random_uuid(), service, purpose, 'data.changed', dealing_id, null,
        string_to_array(changed.fields, ','), null, null
      from dealing
      join unnest($2::text[], $3::text[], $4::text[]) as changed (service, purpose, fields) using (service, purpose)
      join service_endpoint using (service)
      join person using (person_id)
      where person_id = $1 and ended_at is null and restricted_at is null`),
    [
      personId,
      changed.map(({ service }) => service),
      changed.map(({ purpose }) => purpose),
      changed.map(({ fields }) => fields.join(',')),
    ],
  );
}

/** Once to each service with an open dealing. */
export async function tellOfPerson(tx: Tx, personId: string, kind: NoticeKind): Promise<void> {
  await tx.run(
    tell(`select distinct on (service) $1::uuid, gen_random_uuid(), service, purpose, $2, null::uuid, null::uuid,
        null::text[], null, null
      from dealing join service_endpoint using (service)
      where person_id = $1 and ended_at is null order by service, joined_at`),
    [personId, kind],
  );
}

export async function tellOfTransfer(tx: Tx, personId: string, transferId: string, status: string): Promise<void> {
  await tx.run(
    tell(`select $1, gen_random_uuid(), service, purpose, 'transfer.changed', dealing_id, transfer_id, null, $3, null
      from transfer join dealing using (dealing_id) join service_endpoint using (service)
      where transfer.person_id = $1 and transfer_id = $2`),
    [personId, transferId, status],
  );
}

/** Every service that knows the person by a name of its own, and is told of anything at all. */
export async function servicesKnowing(
  tx: Tx,
  personId: string,
): Promise<readonly { readonly service: string; readonly purpose: string }[]> {
  return await tx.rows(
    `select distinct on (service) service, purpose from dealing join service_endpoint using (service)
     where person_id = $1 order by service, joined_at desc`,
    [personId],
  );
}

/** What was still to be told of them is forgotten; that they were erased is told under the site's own id. */
export async function tellOfErasure(
  tx: Tx,
  personId: string,
  siteId: string,
  knowing: readonly { readonly service: string; readonly purpose: string; readonly pseudonym: string }[],
): Promise<void> {
  await tx.run('delete from service_notice where person_id = $1', [personId]);
  await tx.run(
    tell(`select $1::uuid, gen_random_uuid(), service, purpose, 'person.erased', null::uuid, null::uuid, null::text[],
        null, pseudonym
      from unnest($2::text[], $3::text[], $4::text[]) as knowing (service, purpose, pseudonym)`),
    [
      siteId,
      knowing.map(({ service }) => service),
      knowing.map(({ purpose }) => purpose),
      knowing.map(({ pseudonym }) => pseudonym),
    ],
  );
}

export async function findNotice(sql: Sql, ownerId: string, noticeId: string): Promise<NoticeRow | undefined> {
  return await sql.row<NoticeRow>(
    `select notice_id as "noticeId", service, purpose, kind, dealing_id as "dealingId", transfer_id as "transferId",
       fields, status, pseudonym, at, tries, delivered_at as "deliveredAt"
     from service_notice where person_id = $1 and notice_id = $2`,
    [ownerId, noticeId],
  );
}

/** A further try; one that was given up begins anew. @returns which try it is, from 1 */
export async function beginTry(sql: Sql, ownerId: string, noticeId: string): Promise<number> {
  const row = await sql.row<{ tries: number }>(
    `update service_notice set tries = case when given_up_at is null then tries else 0 end + 1,
       given_up_at = null, failure = null
     where person_id = $1 and notice_id = $2 returning tries`,
    [ownerId, noticeId],
  );
  return row?.tries ?? 1;
}

export async function endNotice(
  sql: Sql,
  ownerId: string,
  noticeId: string,
  failure: 'no-answer' | 'refused' | 'gone' | 'policy' | null,
): Promise<void> {
  await sql.run(
    `update service_notice set delivered_at = case when $3::text is null then clock_timestamp() end,
       given_up_at = case when $3::text is not null then clock_timestamp() end, failure = $3
     where person_id = $1 and notice_id = $2`,
    [ownerId, noticeId, failure],
  );
}

export interface EndpointRow {
  readonly service: string;
  readonly address: string;
  readonly setAt: Date;
  readonly olderUntil: Date | null;
  readonly heardAt: Date | null;
  /** How long nothing is tried after a try that failed, seconds. */
  readonly restsSeconds: number;
}

const ENDPOINT = `select service, address, set_at as "setAt", heard_at as "heardAt",
  case when older_until > clock_timestamp() then older_until end as "olderUntil",
  greatest(0, ceil(extract(epoch from coalesce(rests_until, clock_timestamp()) - clock_timestamp())))::int as "restsSeconds"
  from service_endpoint`;

export async function findEndpoint(sql: Sql, service: string): Promise<EndpointRow | undefined> {
  return await sql.row<EndpointRow>(`${ENDPOINT} where service = $1`, [service]);
}

/** @returns whether it is new, so that there is no secret yet */
export async function setEndpoint(tx: Tx, service: string, address: string): Promise<boolean> {
  const row = await tx.row<{ fresh: boolean }>(
    `insert into service_endpoint (service, address) values ($1, $2)
     on conflict (service) do update set address = excluded.address, set_at = clock_timestamp(), rests_until = null
     returning xmax = 0 as fresh`,
    [service, address],
  );
  return row?.fresh ?? false;
}

export async function keepOlderSecret(tx: Tx, service: string, hours: number): Promise<void> {
  await tx.run(
    `update service_endpoint set older_until = clock_timestamp() + make_interval(hours => $2) where service = $1`,
    [service, hours],
  );
}

/** The endpoint, and everything that was still to be told there. @returns false where there is none */
export async function dropEndpoint(tx: Tx, service: string): Promise<boolean> {
  const dropped = await tx.run('delete from service_endpoint where service = $1', [service]);
  await tx.run('delete from service_notice where service = $1', [service]);
  return dropped === 1;
}

/** After a try: heard, or at rest for a while. */
export async function noteTry(sql: Sql, service: string, restsSeconds: number | null): Promise<void> {
  await sql.run(
    restsSeconds === null
      ? `update service_endpoint set heard_at = clock_timestamp(), rests_until = null
         where service = $1 and $2::int is null`
      : `update service_endpoint set rests_until = clock_timestamp() + make_interval(secs => $2) where service = $1`,
    [service, restsSeconds],
  );
}

/** Everything that was given up, and of the last days what was delivered too. @returns how many are sent again */
export async function repeatNotices(tx: Tx, service: string, days: number): Promise<number> {
  return await tx.run(
    `with again as (
       update service_notice set given_up_at = null, failure = null, delivered_at = null, tries = 0
       where service = $1 and (given_up_at is not null
         or delivered_at > clock_timestamp() - make_interval(days => $2))
       returning person_id, notice_id, pseudonym)
     insert into job (job_id, kind, person_id, reference)
     select gen_random_uuid(), '${TELL_SERVICE_JOB}', case when pseudonym is null then person_id end, notice_id
     from again`,
    [service, days],
  );
}

export interface EndpointStanding extends EndpointRow {
  readonly waiting: number;
  readonly givenUp: number;
  readonly lastFailure: 'no-answer' | 'refused' | 'gone' | 'policy' | null;
}

export async function readEndpoints(sql: Sql): Promise<readonly EndpointStanding[]> {
  return await sql.rows<EndpointStanding>(
    `select endpoint.*, coalesce(waiting, 0)::int as waiting, coalesce(given_up, 0)::int as "givenUp",
       last_failure as "lastFailure"
     from (${ENDPOINT}) endpoint
     left join lateral (
       select count(*) filter (where delivered_at is null and given_up_at is null) as waiting,
         count(*) filter (where given_up_at is not null) as given_up,
         (array_agg(failure order by given_up_at desc) filter (where given_up_at is not null))[1] as last_failure
       from service_notice where service_notice.service = endpoint.service) counted on true
     order by service`,
  );
}

export async function countGivenUp(sql: Sql): Promise<number> {
  const row = await sql.row<{ n: number }>(
    'select count(*)::int as n from service_notice where given_up_at is not null',
  );
  return row?.n ?? 0;
}

/** Secrets whose overlap is over. */
export async function endedOverlaps(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.rows<{ service: string }>(
    'select service from service_endpoint where older_until <= clock_timestamp()',
  );
  return rows.map(({ service }) => service);
}

export async function endOverlap(tx: Tx, service: string): Promise<void> {
  await tx.run('update service_endpoint set older_until = null where service = $1', [service]);
}

/** What was delivered a week ago, and what nobody sent again for a month. */
export async function dropOldNotices(sql: Sql, deliveredDays: number, givenUpDays: number): Promise<void> {
  await sql.run(
    `delete from service_notice where delivered_at < clock_timestamp() - make_interval(days => $1)
       or given_up_at < clock_timestamp() - make_interval(days => $2)`,
    [deliveredDays, givenUpDays],
  );
}
