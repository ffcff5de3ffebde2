import type { Bulk, Db, Sql, Tx } from '../kernel/db/db.ts';
import type { Writing } from '../kernel/db/writing.ts';

export async function readServer(sql: Sql) {
  const rows = await sql.rows<{ name: string; setting: string }>(
    `select name, setting from pg_settings
     where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size')
     order by name`,
  );
  const all = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  const { server_version: version = 'unknown', ...settings } = all;
  return { version, settings };
}

/** The same statement with its lists in the form in which the driver sends them, for a baseline without our own. */
export function asDriverSends<Row, Made extends object>(writing: Writing<Row, Made>): Writing<Row, Made> {
  return { ...writing, text: writing.text.replace(/(\$\d+)::([a-z]+)\[\]/g, 'cast($1 as $2[])') };
}

/** What the bare baseline writes: a row of the same size and key as an entry, and nothing that checks it. */
export async function makeBareTable(sql: Sql): Promise<void> {
  await sql.run(
    'create table bare (person_id uuid, n bigint, leaf bytea, salt bytea, body text, primary key (person_id, n))',
  );
}

export interface BareValue {
  readonly recordId: string;
  readonly field: string;
  readonly version: number;
  readonly sealed: Buffer;
  readonly valueKey: Buffer;
  readonly personKey: Buffer;
}

/** The one indexed select of the bare baseline. */
export async function selectBare(sql: Sql, personId: string, fields: readonly string[]): Promise<readonly BareValue[]> {
  return await sql.rows<BareValue>(
    `select v.record_id as "recordId", v.field, v.version, v.sealed, k.wrapped as "valueKey", p.wrapped as "personKey"
     from value v
     join value_key k on k.person_id = v.person_id and k.record_id = v.record_id
     join person_key p on p.person_id = v.person_id
     where v.person_id = $1 and v.role = 'value' and v.field = any($2)`,
    [personId, fields],
  );
}

/** Its one durable insert. */
export async function insertBare(
  sql: Sql,
  row: {
    readonly personId: string;
    readonly n: number;
    readonly leaf: Buffer;
    readonly salt: Buffer;
    readonly body: string;
  },
): Promise<void> {
  await sql.run('insert into bare (person_id, n, leaf, salt, body) values ($1, $2, $3, $4, $5)', [
    row.personId,
    row.n,
    row.leaf,
    row.salt,
    row.body,
  ]);
}

/** The text of some entry of an act: what the baseline's row is as long as. */
export async function readSomeBody(sql: Sql, kind: string): Promise<string> {
  const row = await sql.row<{ body: string }>('select body from entry where kind = $1 limit 1', [kind]);
  if (row === undefined) throw new Error('the act was done once before it is compared');
  return row.body;
}

/** Entries that wait for the sequencer, all of one made-up chain, as fast as the database makes them. */
export async function insertPending(db: Db, personId: string, count: number): Promise<void> {
  await db.transaction(async (tx: Tx) => {
    await tx.run(
      `insert into entry (person_id, n, kind, at, version, leaf)
       select $1, n, 'bench', clock_timestamp(), (select max(number) from policy_version), sha256(convert_to(n::text, 'UTF8'))
       from generate_series(1, $2::bigint) as n`,
      [personId, count],
    );
  });
}

/** Entries without text that stand in the log already: entry n of the chain at place n − 1. */
export async function insertLogged(
  sql: Sql,
  { chain, from, count }: { readonly chain: string; readonly from: number; readonly count: number },
): Promise<void> {
  await sql.run(
    `insert into entry (person_id, n, kind, at, version, leaf, log_index)
     select $1, place + 1, 'bench', clock_timestamp(), (select max(number) from policy_version),
       sha256(convert_to(place::text, 'UTF8')), place
     from generate_series($2::bigint, $3::bigint) as place`,
    [chain, from, from + count - 1],
  );
}

/** The tables that a generated person stands in, with the columns that are given. */
export const TABLES = {
  person: 'person_id, chain, country, country_how, language',
  person_key: 'person_id, epoch, wrapped',
  value_key: 'person_id, record_id, epoch, wrapped',
  value: 'person_id, record_id, field, version, role, sealed, origin',
  tag: 'tag, index_name, epoch, person_id',
  message_address: 'person_id, field, tag',
  submission: 'person_id, submission_id, form, fields, version, language',
  dealing: 'dealing_id, service, purpose, reference, person_id, joined_at',
  entry: 'person_id, n, kind, at, version, leaf, salt, body',
} as const;
export type TableName = keyof typeof TABLES;

export async function copyRows(bulk: Bulk, table: TableName, rows: readonly string[]): Promise<void> {
  await bulk.copyIn(`copy ${table} (${TABLES[table]}) from stdin`, pieces(rows));
}

async function* pieces(rows: readonly string[]): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < rows.length; at += 500) yield Buffer.from(rows.slice(at, at + 500).join(''));
}

export async function readBodies(sql: Sql, personId: string): Promise<readonly string[]> {
  const rows = await sql.rows<{ body: string }>('select body from entry where person_id = $1 order by n', [personId]);
  return rows.map(({ body }) => body);
}

/**
 * Lets the planner know what the tables hold, as its own housekeeping does within a minute. To be done when everything
 * that is measured has been asked for some time: a plan made for a table that was empty then reads the whole of it. What
 * memory holds is written too, so that no measurement pays for the one before it.
 */
export async function settle(sql: Sql): Promise<void> {
  await sql.run('vacuum (analyze)');
  await sql.run('checkpoint');
}

export async function readDatabaseBytes(sql: Sql): Promise<number> {
  const row = await sql.row<{ bytes: number }>('select pg_database_size(current_database()) as bytes');
  return row?.bytes ?? 0;
}

export async function readDealings(sql: Sql): Promise<readonly string[]> {
  return (await sql.rows<{ id: string }>('select dealing_id as id from dealing')).map(({ id }) => id);
}

/** The entries of whoever joined a dealing. */
export async function readEntryKinds(sql: Sql, dealing: string): Promise<readonly { n: number; kind: string }[]> {
  return await sql.rows(
    'select n, kind from entry where person_id = (select person_id from dealing where dealing_id = $1)',
    [dealing],
  );
}

/** Keys alone, as a registration leaves them. */
export async function insertPersonKeys(
  sql: Sql,
  epoch: number,
  keys: readonly { readonly personId: string; readonly wrapped: Buffer }[],
): Promise<void> {
  await sql.run(
    `insert into person_key (person_id, epoch, wrapped)
     select person_id, $1::integer, wrapped from unnest($2::uuid[], $3::bytea[]) as given (person_id, wrapped)`,
    [epoch, keys.map(({ personId }) => personId), keys.map(({ wrapped }) => wrapped)],
  );
}

export async function askForErasure(sql: Sql, personId: string): Promise<void> {
  await sql.run('insert into erasure_request (person_id) values ($1)', [personId]);
}

/** Who is meant at each place of a request's list. */
export async function nameInScope(sql: Sql, legalRequest: string, persons: readonly string[]): Promise<void> {
  await sql.run(
    `update legal_request_person set person_id = given.person_id
     from unnest($2::uuid[]) with ordinality as given (person_id, position)
     where legal_request_id = $1 and legal_request_person.position = given.position`,
    [legalRequest, persons],
  );
}

/** A register as many years leave it: most were answered, and some wait. */
export async function fillLegalRequests(sql: Sql, ground: string, rows: number): Promise<void> {
  await sql.run(
    `insert into legal_request (legal_request_id, ground, authority_key, received_at, received_by, expires_at, answered_at,
       answered_by, answer)
     select gen_random_uuid(), $1, 'age1bench', clock_timestamp() - make_interval(hours => n), owner.id,
       clock_timestamp() + make_interval(hours => 700 - n),
       case when n > 20 then clock_timestamp() end, case when n > 20 then owner.id end,
       case when n > 20 then 'refused' end
     from generate_series(1, $2::int) as n, (select gen_random_uuid() as id) owner`,
    [ground, rows],
  );
  await sql.run('analyze legal_request');
}

/** An inbox as a busy site has it, of one person's submissions. */
export async function fillInbox(sql: Sql, personId: string, form: string, rows: number): Promise<void> {
  await sql.run(
    `with made as (
       insert into submission (person_id, submission_id, form, fields, version, language)
       select $1, gen_random_uuid(), $2, '{name}', 1, 'ru' from generate_series(1, $3::int) returning submission_id)
     insert into inbox (person_id, submission_id, form) select $1, submission_id, $2 from made`,
    [personId, form, rows],
  );
  await sql.run('analyze inbox');
}

/**
 * A review queue as years leave it: as many demands that stand as the queue is long, half of them with a picture and a tenth
 * with a letter that wait, and as many that were proven or withdrawn long ago.
 */
export async function fillDemands(sql: Sql, demandedBy: string, rows: number): Promise<void> {
  await sql.run(
    `insert into demand (person_id, demand_id, fields, reason, ways, held_back, demanded_by, demanded_at, deadline, withdrawn_at,
       proven_at)
     select gen_random_uuid(), gen_random_uuid(), '{name}', 'age-matters', '{online,offline}', 'nothing', $1,
       clock_timestamp() - make_interval(hours => n), clock_timestamp() + make_interval(hours => 700 - n),
       case when n > $2 and n % 2 = 0 then clock_timestamp() end,
       case when n > $2 and n % 2 = 1 then clock_timestamp() end
     from generate_series(1, 2 * $2::int) as n`,
    [demandedBy, rows],
  );
  await sql.run(
    `insert into proof (person_id, proof_id, demand_id, way, made_at, record_id)
     select person_id, gen_random_uuid(), demand_id, case n % 10 when 0 then 'post' else 'online' end, demanded_at,
       case n % 10 when 0 then null else gen_random_uuid() end
     from (select *, row_number() over (order by demanded_at desc) as n from demand where demanded_by = $1) every
     where n <= $2 and (n % 2 = 1 or n % 10 = 0)`,
    [demandedBy, rows],
  );
  await sql.run(
    `insert into proof (person_id, proof_id, demand_id, way, made_at, decision, document, decided_by, decided_at, reviewer)
     select person_id, gen_random_uuid(), demand_id, 'online', demanded_at, 'approved', 'passport', $1, demanded_at, 'another'
     from demand where demanded_by = $1 and proven_at is not null`,
    [demandedBy],
  );
  await sql.run('analyze demand');
  await sql.run('analyze proof');
}

/** People of whom only what is counted exists, from many countries, over ten years. */
export async function insertCounted(sql: Sql, count: number): Promise<void> {
  await sql.run(
    `insert into person (person_id, chain, country, country_how, language, created_at)
     select gen_random_uuid(), uuid_send(gen_random_uuid()),
       chr(65 + n % 10) || chr(65 + n % 13), 'declared', (array['ru', 'en', 'uk'])[1 + n % 3],
       clock_timestamp() - make_interval(days => n % 3650)
     from generate_series(1, $1::int) as n`,
    [count],
  );
}

/** Changes of counts that were not put together yet, which change nothing in sum. */
export async function insertCountedLater(sql: Sql, count: number): Promise<void> {
  await sql.run(
    `insert into person_count_change (by, value, persons)
     select 'country', 'UA', case n % 2 when 0 then 1 else -1 end from generate_series(1, $1::int) as n`,
    [count],
  );
  await sql.run('analyze person_count_change');
}

export async function readCounts(sql: Sql): Promise<{ readonly kept: number; readonly people: number }> {
  const row = await sql.row<{ kept: number; people: number }>(
    `select (select count(*) from person) as people, (select sum(persons)::bigint from (
       select by, persons from person_count union all select by, persons from person_count_change) every
       where by = 'language') as kept`,
  );
  return row ?? { kept: 0, people: 0 };
}

/** As if the answers had stood for their days. */
export async function forgetReleases(sql: Sql): Promise<void> {
  await sql.run("update aggregate_release set released_at = released_at - interval '1 year'");
}

/** A decision that a service heard of, and the newest version that was acknowledged before it was asked. */
export interface Decided {
  readonly personId: string;
  readonly n: number;
  readonly floor: number;
}

/** How many of them were decided by an older version. */
export async function olderDecisions(sql: Sql, decided: readonly Decided[]): Promise<number> {
  const row = await sql.row<{ older: number }>(
    `select count(*) as older
     from unnest($1::uuid[], $2::integer[], $3::integer[]) as given (person_id, n, floor)
     left join entry on entry.person_id = given.person_id and entry.n = given.n
     where entry.version is null or entry.version < given.floor`,
    [decided.map(({ personId }) => personId), decided.map(({ n }) => n), decided.map(({ floor }) => floor)],
  );
  return row?.older ?? 0;
}

/** Values as a backup takes them out of the database, and into a table that nothing refers to. */
export const COPY_VALUES_OUT = 'copy value to stdout (format binary)';
export const COPY_VALUES_IN = 'copy bare_value from stdin (format binary)';

export async function makeBareValues(tx: Tx): Promise<void> {
  await tx.run('create table bare_value (like value)');
}

export async function dropBareValues(sql: Sql): Promise<void> {
  await sql.run('drop table bare_value');
}

export async function makeBareRecords(sql: Sql): Promise<void> {
  await sql.run(`create table bench_oidc (
    kind text not null, id text not null, payload jsonb not null, grant_id text, uid text, consumed_at timestamptz,
    expires_at timestamptz, primary key (kind, id))`);
  await sql.run('create index on bench_oidc (grant_id)');
  await sql.run('create index on bench_oidc (uid)');
}

export interface BareRecord {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly consumedAt: Date | null;
}

export const BARE_RECORDS = {
  async put(sql: Sql, kind: string, id: string, payload: object, seconds: number | undefined): Promise<void> {
    const { grantId = null, uid = null } = payload as { grantId?: string; uid?: string };
    await sql.run(
      `insert into bench_oidc (kind, id, payload, grant_id, uid, expires_at)
       values ($1, $2, $3::jsonb, $4, $5, clock_timestamp() + make_interval(secs => $6))
       on conflict (kind, id) do update set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid,
         expires_at = excluded.expires_at`,
      [kind, id, JSON.stringify(payload), grantId, uid, seconds ?? 86_400],
    );
  },
  find: (sql: Sql, kind: string, id: string) =>
    sql.row<BareRecord>(
      `select payload, consumed_at as "consumedAt" from bench_oidc
       where kind = $1 and id = $2 and expires_at > clock_timestamp()`,
      [kind, id],
    ),
  findByUid: (sql: Sql, kind: string, uid: string) =>
    sql.row<BareRecord>('select payload, consumed_at as "consumedAt" from bench_oidc where kind = $1 and uid = $2', [
      kind,
      uid,
    ]),
  consume: (sql: Sql, kind: string, id: string) =>
    sql.run('update bench_oidc set consumed_at = clock_timestamp() where kind = $1 and id = $2', [kind, id]),
  drop: (sql: Sql, kind: string, id: string) =>
    sql.run('delete from bench_oidc where kind = $1 and id = $2', [kind, id]),
  dropGrant: (sql: Sql, kind: string, grant: string) =>
    sql.run('delete from bench_oidc where kind = $1 and grant_id = $2', [kind, grant]),
} as const;

/** The copies of all bulletins by what became of them. */
export interface CountedCopies {
  readonly accepted: number;
  readonly refused: number;
  /** Settled as that, or open since a crash: of each connection the first that is open may have left. */
  readonly unknown: number;
  readonly pending: number;
}

export async function countCopies(sql: Sql): Promise<CountedCopies> {
  const row = await sql.row<CountedCopies>(
    `select count(*) filter (where settled_as = 'accepted') as accepted,
       count(*) filter (where settled_as = 'refused') as refused,
       count(*) filter (where settled_as = 'unknown' or (settled_as is null and begun)) as unknown,
       count(*) filter (where settled_as is null and not begun) as pending
     from (
       select copy.settled_as, exists (
         select from bulletin_hand_over open
         where open.person_id = copy.person_id and open.bulletin_id = copy.bulletin_id and open.outcome is null
           and not exists (
             select from bulletin_hand_over earlier
             where earlier.bulletin_id = open.bulletin_id and earlier.lane = open.lane and earlier.outcome is null
               and earlier.at < open.at)) as begun
       from bulletin_copy copy) copies`,
  );
  return row ?? { accepted: 0, refused: 0, unknown: 0, pending: 0 };
}

/** What a dead worker held is there for the next one. */
export async function freeJobs(sql: Sql): Promise<void> {
  await sql.run('update job set taken_at = null, run_at = clock_timestamp() where done_at is null');
}
