import type { Sql, Tx } from '../db/db.ts';
import type { Reading, Reads } from '../db/reading.ts';
import type { Expected, RunToInsert } from './append.ts';
import type { Entry } from './entry.ts';

export interface Site {
  readonly siteId: string;
  readonly origin: string;
}

/** Nothing when the site is there already. */
export async function insertSite(sql: Sql, site: Site): Promise<void> {
  const text = `insert into site (site_id, origin, migrations) select $1, $2, count(*) from migration
    on conflict do nothing`;
  await sql.run(text, [site.siteId, site.origin]);
}

export async function readSite(sql: Sql): Promise<Site | undefined> {
  return await sql.row<Site>('select site_id as "siteId", origin from site');
}

export interface LastEntry {
  readonly chain: Buffer | null;
  readonly n: number;
  readonly leaf: Buffer | null;
  readonly at: Date;
}

/** Whose chain it is: a person, or the site itself, whose chain has no random name. */
const OWNER = `select chain from person where person_id = $1 union all select null from site where site_id = $1`;

/** Undefined when there is neither such a person nor a site with this id. */
export async function readLastEntry(sql: Sql, personId: string): Promise<LastEntry | undefined> {
  const text = `select owner.chain, coalesce(last.n, 0) as n, last.leaf,
      greatest(date_trunc('milliseconds', clock_timestamp()), last.at) as at
    from (${OWNER}) owner
    left join lateral (
      select n, leaf, at from entry where person_id = $1 order by n desc limit 1
    ) last on true`;
  return await sql.row<LastEntry>(text, [personId]);
}

export interface Marks {
  /** Number of the version in force; 0 before the first. */
  readonly version: number;
  readonly factsNumber: number;
}

export async function readMarks(sql: Sql): Promise<Marks> {
  const text = `select coalesce((select max(number) from policy_version), 0) as version,
      (select facts_number from site) as "factsNumber"`;
  const marks = await sql.row<Marks>(text);
  if (marks === undefined) throw new Error('the site has a row');
  return marks;
}

export async function raiseFactsNumber(tx: Tx): Promise<void> {
  await tx.run('update site set facts_number = facts_number + 1');
}

/**
 * The gate's compare-and-set in one statement. The conditions are read after the table's lock is held, so a publication
 * that locked the table is either seen here or comes after this entry.
 */
export async function insertEntryRow(tx: Tx, entry: Entry, expected: Expected): Promise<boolean> {
  const text = `insert into entry (person_id, n, kind, at, version, leaf, salt, body)
    select $1::uuid, $2::bigint, $3::text, $4::timestamptz, $5::integer, $6::bytea, $7::bytea, $8::text
    where (select max(number) from policy_version) = $5
      and (select facts_number from site) = $9
      and ($2 = 1 or exists (select from entry where person_id = $1 and n = $2 - 1 and leaf = $10 and at <= $4))
      and ($11::bytea is null or exists (
        select from session where token_hash = $11 and ended_at is null and expires_at > clock_timestamp()))
      and ($12::uuid is null or exists (select from credential where credential_id = $12 and ended_at is null))
    on conflict (person_id, n) do nothing`;
  const { personId, n, kind, at, version, leaf, salt, body, prev } = entry;
  const { factsNumber, session, credential } = expected;
  const values = [personId, n, kind, at, version, leaf, salt, body, factsNumber, prev, session, credential];
  return (await tx.run(text, values)) === 1;
}

/**
 * The same for runs. The number of the first entry of each is what is competed for; the rest follow where it was got.
 * The lock is that of `lockChain`: who changes facts holds it, and is not waited for.
 */
const INSERT_RUNS = `with run as materialized (
      select * from unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::integer[], $5::bigint[])
        as given (person_id, n, prev, version, facts_number)
    ), given as materialized (
      select * from unnest($6::uuid[], $7::bigint[], $8::text[], $9::timestamptz[], $10::bytea[], $11::bytea[],
          string_to_array($12, E'\\n'), $13::bytea[], $14::uuid[])
        as given (person_id, n, kind, at, leaf, salt, body, session, credential)
    ), ended as materialized (
      select distinct given.person_id from given
      where (given.credential is not null
          and not exists (select from credential c where c.credential_id = given.credential and c.ended_at is null))
        or (given.session is not null
          and not exists (select from session s where s.token_hash = given.session and s.ended_at is null
            and s.expires_at > clock_timestamp()))
    ), free as materialized (
      select * from run
      where run.version = (select max(number) from policy_version)
        and run.facts_number = (select facts_number from site)
        and run.person_id not in (select person_id from ended)
        and pg_try_advisory_xact_lock(hashtextextended(run.person_id::text, 0))
    ), won as (
      insert into entry (person_id, n, kind, at, version, leaf, salt, body)
      select given.person_id, given.n, given.kind, given.at, free.version, given.leaf, given.salt, given.body
      from free join given on given.person_id = free.person_id and given.n = free.n
      where free.n = 1 or exists (
        select from entry before where before.person_id = free.person_id and before.n = free.n - 1
          and before.leaf = free.prev and before.at <= given.at)
      order by given.person_id
      on conflict (person_id, n) do nothing
      returning person_id, n, version
    ), rest as (
      insert into entry (person_id, n, kind, at, version, leaf, salt, body)
      select given.person_id, given.n, given.kind, given.at, won.version, given.leaf, given.salt, given.body
      from won join given on given.person_id = won.person_id and given.n > won.n
      order by given.person_id, given.n
    )
    select person_id as "personId" from won`;

export async function insertRunRows(sql: Sql, runs: readonly RunToInsert[]): Promise<readonly string[]> {
  const all = runs.flatMap(({ entries }) => entries);
  const rows = await sql.rows<{ personId: string }>(INSERT_RUNS, [
    runs.map(({ personId }) => personId),
    runs.map(({ entries }) => entries[0]?.entry.n),
    runs.map(({ prev }) => prev),
    runs.map(({ version }) => version),
    runs.map(({ factsNumber }) => factsNumber),
    all.map(({ entry }) => entry.personId),
    all.map(({ entry }) => entry.n),
    all.map(({ entry }) => entry.kind),
    all.map(({ entry }) => entry.at),
    all.map(({ entry }) => entry.leaf),
    all.map(({ entry }) => entry.salt),
    // Canonical JSON has no line break. As elements of an array, with all their quotes, they are most of the work of sending.
    all.map(({ entry }) => entry.body).join('\n'),
    all.map(({ session }) => session),
    all.map(({ credential }) => credential),
  ]);
  return rows.map(({ personId }) => personId);
}

/** How a chain ends that got entries of others from a number on, and whether all of those are of these kinds. */
export interface Tail {
  readonly personId: string;
  readonly n: number;
  readonly leaf: Buffer;
  readonly at: Date;
  readonly quiet: boolean;
}

export async function readTails(
  sql: Sql,
  from: readonly { readonly personId: string; readonly n: number }[],
  quietKinds: readonly string[],
): Promise<readonly Tail[]> {
  const text = `select asked.person_id as "personId", last.n, last.leaf, last.at, not exists (
        select from entry other
        where other.person_id = asked.person_id and other.n >= asked.n and other.kind <> all($3::text[])) as quiet
    from unnest($1::uuid[], $2::bigint[]) as asked (person_id, n)
    join lateral (
      select n, leaf, at from entry where entry.person_id = asked.person_id order by n desc limit 1
    ) last on last.n >= asked.n`;
  return await sql.rows<Tail>(text, [from.map(({ personId }) => personId), from.map(({ n }) => n), quietKinds]);
}

/** True for the one process that may integrate until its transaction ends. */
export async function lockSequencer(tx: Tx, wait: boolean): Promise<boolean> {
  const key = `hashtextextended('kristalux/sequencer', 0)`;
  if (wait) await tx.run(`select pg_advisory_xact_lock(${key})`);
  return wait || (await tx.row<{ got: boolean }>(`select pg_try_advisory_xact_lock(${key}) as got`))?.got === true;
}

/** Entries that one batch takes: a batch is one transaction and holds its leaves in memory. */
export const BATCH_ENTRIES_MAX = 10_000;

/** Gives the oldest pending entries their places from `size` on, and returns their leaf data in that order. */
export async function takePending(tx: Tx, size: number): Promise<readonly Buffer[]> {
  // The limit stands in the text: with a bound one the planner expects a share of the table and reads it whole.
  const text = `with next as (
      select person_id, n, $1::bigint - 1 + row_number() over (order by at, person_id, n) as log_index
      from (
        select at, person_id, n from entry where log_index is null order by at, person_id, n limit ${BATCH_ENTRIES_MAX}
      ) pending
    )
    update entry set log_index = next.log_index from next
    where entry.person_id = next.person_id and entry.n = next.n
    returning entry.log_index as "logIndex", entry.leaf`;
  const rows = await tx.rows<{ logIndex: number; leaf: Buffer }>(text, [size]);
  return rows.toSorted((a, b) => a.logIndex - b.logIndex).map(({ leaf }) => leaf);
}

export interface Tile {
  /** 0 and above: hashes. −1: leaf data, the public entry bundle. */
  readonly level: number;
  readonly number: number;
  readonly hashes: Buffer;
}

export async function readTiles(sql: Sql, wanted: readonly Omit<Tile, 'hashes'>[]): Promise<readonly Tile[]> {
  const text = `select level, number, hashes from log_tile
    join unnest($1::smallint[], $2::bigint[]) as wanted (level, number) using (level, number)`;
  return await sql.rows<Tile>(text, [wanted.map(({ level }) => level), wanted.map(({ number }) => number)]);
}

export async function putTiles(tx: Tx, tiles: readonly Tile[]): Promise<void> {
  const text = `insert into log_tile (level, number, hashes)
    select * from unnest($1::smallint[], $2::bigint[], $3::bytea[])
    on conflict (level, number) do update set hashes = excluded.hashes`;
  const columns = [
    tiles.map(({ level }) => level),
    tiles.map(({ number }) => number),
    tiles.map((tile) => tile.hashes),
  ];
  await tx.run(text, columns);
}

export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
}

export async function readLatestCheckpoint(sql: Sql): Promise<(StoredCheckpoint & { readonly at: Date }) | undefined> {
  return await sql.row<StoredCheckpoint & { readonly at: Date }>(
    'select size, root, note, at from checkpoint order by size desc limit 1',
  );
}

export async function insertCheckpoint(tx: Tx, { size, root, note }: StoredCheckpoint): Promise<void> {
  await tx.run('insert into checkpoint (size, root, note) values ($1, $2, $3)', [size, root, note]);
}

export interface LoggedEntry {
  readonly leaf: Buffer;
  readonly salt: Buffer | null;
  readonly body: string | null;
  readonly logIndex: number | null;
}

export interface ChainState {
  readonly chain: Buffer | null;
  readonly n: number;
  readonly leaf: Buffer;
}

/** The last entry of the person's (or the site's) chain below a tree size. Undefined when there is none. */
export async function readChainAt(sql: Sql, personId: string, size: number): Promise<ChainState | undefined> {
  const text = `select owner.chain, e.n, e.leaf from (${OWNER}) owner, entry e
    where e.person_id = $1 and e.log_index < $2 order by e.n desc limit 1`;
  return await sql.row<ChainState>(text, [personId, size]);
}

/** The last entry of a person that the newest checkpoint holds. */
export const statedEntries: Reading<string, { readonly n: number | null }> = {
  text: `select asked.i as asked, (
       select e.n from entry e
       where e.person_id = asked.person_id and e.log_index < (select max(size) from checkpoint) order by e.n desc limit 1
     ) as n
     from unnest($1::uuid[]) with ordinality as asked (person_id, i)`,
  values: (persons) => [persons],
};

export interface CheckedEntry extends LoggedEntry {
  readonly personId: string;
  readonly n: number;
  readonly kind: string;
  readonly at: Date;
  readonly version: number;
  readonly chain: Buffer | null;
}

/** Entries behind (personId, n) in that order, for a check of everything. */
export async function readEntriesAfter(sql: Sql, personId: string, n: number, limit: number) {
  const text = `select e.person_id as "personId", e.n, e.kind, e.at, e.version, e.leaf, e.salt, e.body,
      e.log_index as "logIndex", p.chain
    from entry e left join person p on p.person_id = e.person_id
    where (e.person_id, e.n) > ($1::uuid, $2::bigint) order by e.person_id, e.n limit $3`;
  return await sql.rows<CheckedEntry>(text, [personId, n, limit]);
}

/** Leaf data by place in the log, at most `limit` from a place on. */
export async function readLogged(sql: Sql, from: number, limit: number) {
  const text = 'select log_index as "logIndex", leaf from entry where log_index >= $1 order by log_index limit $2';
  return await sql.rows<{ logIndex: number; leaf: Buffer }>(text, [from, limit]);
}

export async function readCheckpoints(sql: Sql, from: number, to: number): Promise<readonly StoredCheckpoint[]> {
  const text = 'select size, root, note from checkpoint where size > $1 and size <= $2 order by size';
  return await sql.rows<StoredCheckpoint>(text, [from, to]);
}

export async function readTileNumbers(sql: Sql): Promise<readonly { level: number; tiles: number; last: number }[]> {
  const text = 'select level, count(*) as tiles, max(number) as last from log_tile group by level order by level';
  return await sql.rows(text);
}

export interface EarlierLedger {
  readonly origin: string;
  /** How far it reached in the backup that was brought back. */
  readonly size: number;
  /** Its last checkpoint that is known, verbatim. */
  readonly note: string;
  readonly endedAt: Date;
}

/** Ledgers of this site that lost entries and were ended, oldest first. */
const earlierLedgers: Reading<null, EarlierLedger> = {
  text: `select asked.i as asked, origin, size, note, ended_at as "endedAt"
    from unnest($1::integer[]) with ordinality as asked (nothing, i)
    cross join (select * from earlier_ledger order by ended_at, origin limit 1000) as ledger
    order by asked.i, ended_at, origin`,
  values: (keys) => [keys],
};

export async function readEarlierLedgers(reads: Reads): Promise<readonly EarlierLedger[]> {
  return await reads.read(earlierLedgers, null);
}

export async function isEarlierLedger(sql: Sql, origin: string): Promise<boolean> {
  return (await sql.row('select 1 as one from earlier_ledger where origin = $1', [origin])) !== undefined;
}

/** The ledger's name becomes another one; what the old name signed is no checkpoint of the new one. */
export async function renameLedger(tx: Tx, lost: Omit<EarlierLedger, 'endedAt'>, origin: string): Promise<void> {
  await tx.run('insert into earlier_ledger (origin, size, note) values ($1, $2, $3)', [
    lost.origin,
    lost.size,
    lost.note,
  ]);
  await tx.run('update site set origin = $1', [origin]);
  await tx.run('delete from checkpoint');
}

/** Whether a ledger ended and the entry that says so is still to be written. */
export async function hasUntoldLoss(sql: Sql): Promise<boolean> {
  return (await sql.row('select 1 as one from earlier_ledger where entry is null limit 1')) !== undefined;
}

export async function tellLoss(tx: Tx, entry: number): Promise<number> {
  return await tx.run('update earlier_ledger set entry = $1 where entry is null', [entry]);
}

/** All that this transaction reads is of one instant, however long it takes. To be asked before anything else. */
export async function holdInstant(tx: Tx): Promise<void> {
  await tx.run('set transaction isolation level repeatable read, read only');
}
