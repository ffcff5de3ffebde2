import type { Sql, Tx } from '../db/db.ts';
import type { Reading, Reads } from '../db/reading.ts';
import { removeUnusedSalts } from '../vault/tags/store.ts';
import type { Tombstone } from './tombstone-file.ts';

const tombstoneWaits: Reading<null, object> = {
  text: `select asked.i as asked from unnest($1::text[]) with ordinality as asked (nothing, i)
    where exists (select from tombstone)`,
  values: (keys) => [keys],
};

export async function anyTombstone(reads: Reads): Promise<boolean> {
  return (await reads.read(tombstoneWaits, null)).length > 0;
}

export async function tombstoneOf(sql: Sql, personId: string): Promise<boolean> {
  return (await sql.row('select from tombstone where person_id = $1 limit 1', [personId])) !== undefined;
}

/** One process at a time writes to the tombstone file. */
export async function lockTombstones(tx: Tx): Promise<void> {
  await tx.run(`select pg_advisory_xact_lock(hashtextextended('kristalux/tombstones', 0))`);
}

/** Takes the rows out, in the order in which they were forgotten. */
export async function takeTombstones(tx: Tx): Promise<readonly Tombstone[]> {
  const rows = await tx.rows<{ at: Date; personId: string; recordId: string | null; version: number | null }>(
    'delete from tombstone returning at, person_id as "personId", record_id as "recordId", version',
  );
  return rows
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, personId, recordId, version }) => ({
      at,
      personId,
      value: recordId === null || version === null ? null : { recordId, version },
    }));
}

/** How much of this file the database knows of, bytes. */
export async function lengthKnown(sql: Sql, fileId: string): Promise<number> {
  const row = await sql.row<{ bytes: number }>('select bytes from tombstone_file where file_id = $1', [fileId]);
  return row?.bytes ?? 0;
}

export async function rememberLength(tx: Tx, fileId: string, bytes: number): Promise<void> {
  const text = `insert into tombstone_file (file_id, bytes) values ($1, $2)
    on conflict (file_id) do update set bytes = excluded.bytes`;
  await tx.run(text, [fileId, bytes]);
}

/** What is here although it was forgotten is due. */
export async function makeDue(tx: Tx, tombstones: readonly Tombstone[]): Promise<void> {
  const persons = tombstones.flatMap(({ personId, value }) => (value === null ? [personId] : []));
  await tx.run(
    `insert into forgetting_due (person_id) select person_id from person where person_id = any($1::uuid[])`,
    [persons],
  );
  const values = tombstones.flatMap(({ personId, value }) => (value === null ? [] : [{ personId, ...value }]));
  await tx.run(
    `insert into forgetting_due (person_id, record_id)
     select distinct v.person_id, v.record_id from value v
     join unnest($1::uuid[], $2::uuid[], $3::integer[]) as given (person_id, record_id, version)
       on given.person_id = v.person_id and given.record_id = v.record_id and given.version >= v.version
     where not exists (select from forgetting_due d where d.person_id = v.person_id and d.record_id is null)`,
    [
      values.map(({ personId }) => personId),
      values.map(({ recordId }) => recordId),
      values.map(({ version }) => version),
    ],
  );
}

/** Persons who have no key any more were erased after the data backup that was brought back. */
export async function makeKeylessDue(tx: Tx): Promise<void> {
  await tx.run(
    `insert into forgetting_due (person_id) select person_id from person p
     where not exists (select from person_key k where k.person_id = p.person_id)`,
  );
}

export interface Due {
  readonly personId: string;
  /** Null: the whole person. */
  readonly recordIds: readonly string[] | null;
}

/** What must be forgotten again, a person at a time. */
export async function readDue(sql: Sql): Promise<readonly Due[]> {
  return await sql.rows<Due>(
    `select person_id as "personId",
       case when bool_or(record_id is null) then null else array_agg(distinct record_id) end as "recordIds"
     from forgetting_due d
     where exists (select from person p where p.person_id = d.person_id) or person_id in (select site_id from site)
     group by person_id order by person_id limit 1000`,
  );
}

export async function clearDue(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from forgetting_due where person_id = $1', [personId]);
}

/**
 * The keyring, which keys of the server it needs, the tags that those keys find people by, and how one key of the ledger
 * followed another: no data backup holds them, so an old one opens with today's, and its people are found with today's.
 */
export const KEYRING_TABLES: readonly string[] = [
  'ended_key',
  'key_check',
  'person_key',
  'value_key',
  'held_value_key',
  'tag',
  'ledger_key',
];

export interface TableShape {
  readonly name: string;
  /** In their order; those that are computed are left out. */
  readonly columns: readonly string[];
  /** Tables that its rows refer to. */
  readonly refersTo: readonly string[];
}

/** Every table of the product but the record of migrations, which the program writes by itself. */
export async function readTables(sql: Sql): Promise<readonly TableShape[]> {
  return await sql.rows<TableShape>(
    `select c.relname as name,
       array(select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
         order by a.attnum) as columns,
       array(select distinct r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
         where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> k.conrelid) as "refersTo"
     from pg_class c
     where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname <> 'migration'
     order by c.relname collate "C"`,
  );
}

/** Anything that holds rows and is no plain table would be missed by a backup. */
export async function readOtherRelations(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.rows<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = current_schema()::regnamespace and relkind not in ('r', 'i', 'v', 't', 'c') order by relname`,
  );
  return rows.map(({ name }) => name);
}

export async function readMigrationNumbers(sql: Sql): Promise<readonly number[]> {
  const rows = await sql.rows<{ number: number }>('select number from migration order by number');
  return rows.map(({ number }) => number);
}

export const copyOutOf = (table: string, columns: readonly string[]) =>
  `copy ${quoted(table)} (${columns.map(quoted).join(', ')}) to stdout (format binary)`;

/** Into a table that the same transaction has emptied: its rows are written as whoever reads them first would leave them. */
export const copyInto = (table: string, columns: readonly string[]) =>
  `copy ${quoted(table)} (${columns.map(quoted).join(', ')}) from stdin (format binary, freeze true)`;

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

export interface BackupRow {
  readonly backupId: string;
  readonly kind: 'data' | 'keys';
  readonly fileName: string;
  /** Where it was written. */
  readonly folder: string | null;
  readonly madeAt: Date;
  readonly bytes: number;
  readonly digest: Buffer;
  readonly ledgerSize: number;
  readonly verifiedAt: Date;
  readonly destroyBy: Date | null;
}

export async function insertBackups(sql: Sql, rows: readonly Omit<BackupRow, 'verifiedAt'>[]): Promise<void> {
  await sql.run(
    `insert into backup (backup_id, kind, file_name, made_at, bytes, digest, ledger_size, destroy_by, folder,
       verified_at)
     select given.*, clock_timestamp() from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::bigint[],
       $6::bytea[], $7::bigint[], $8::timestamptz[], $9::text[]) as given`,
    [
      rows.map((row) => row.backupId),
      rows.map((row) => row.kind),
      rows.map((row) => row.fileName),
      rows.map((row) => row.madeAt),
      rows.map((row) => row.bytes),
      rows.map((row) => row.digest),
      rows.map((row) => row.ledgerSize),
      rows.map((row) => row.destroyBy),
      rows.map((row) => row.folder),
    ],
  );
}

/** Those that this site does not know to be destroyed, newest first. */
export async function readBackups(sql: Sql, kind: BackupRow['kind']): Promise<readonly BackupRow[]> {
  return await sql.rows<BackupRow>(
    `select backup_id as "backupId", kind, file_name as "fileName", made_at as "madeAt", bytes, digest,
       ledger_size as "ledgerSize", verified_at as "verifiedAt", destroy_by as "destroyBy", folder
     from backup where kind = $1 and destroyed_at is null order by made_at desc limit 1000`,
    [kind],
  );
}

export interface Restoration {
  readonly restoredAt: Date;
  readonly backupMadeAt: Date;
  readonly valuesKept: number;
  readonly valuesForgotten: number;
}

export async function insertRestoration(tx: Tx, row: Omit<Restoration, 'restoredAt'>): Promise<void> {
  await tx.run('insert into restoration (backup_made_at, values_kept, values_forgotten) values ($1, $2, $3)', [
    row.backupMadeAt,
    row.valuesKept,
    row.valuesForgotten,
  ]);
}

export async function insertDrill(sql: Sql, backupMadeAt: Date, valuesOpened: number): Promise<void> {
  await sql.run('insert into restore_drill (backup_made_at, values_opened) values ($1, $2)', [
    backupMadeAt,
    valuesOpened,
  ]);
}

/** The last time of each; null where it never happened. */
export interface Safekeeping {
  readonly dataBackup: Date | null;
  readonly keyBackup: Date | null;
  readonly drill: Date | null;
  readonly restored: Date | null;
}

const safekeeping: Reading<null, Safekeeping> = {
  text: `select asked.i as asked,
       (select max(made_at) from backup where kind = 'data') as "dataBackup",
       (select max(made_at) from backup where kind = 'keys') as "keyBackup",
       (select max(at) from restore_drill) as drill,
       (select max(restored_at) from restoration) as restored
     from unnest($1::integer[]) with ordinality as asked (nothing, i)`,
  values: (keys) => [keys],
};

export async function readSafekeeping(reads: Reads): Promise<Safekeeping> {
  const [row] = await reads.read(safekeeping, null);
  return row ?? { dataBackup: null, keyBackup: null, drill: null, restored: null };
}

/** The database's time, and since when each key exists. */
export async function readKeyAges(sql: Sql) {
  return await sql.rows<{ name: string; madeAt: Date; now: Date }>(
    'select name, made_at as "madeAt", clock_timestamp() as now from key_check order by name',
  );
}

export interface EndedKey {
  readonly name: string;
  readonly endedAt: Date;
  readonly destroyedAt: Date | null;
  readonly goneAt: Date | null;
}

/** Keys that were turned away from, newest first. */
export async function readEndedKeys(sql: Sql): Promise<readonly EndedKey[]> {
  return await sql.rows<EndedKey>(
    `select name, ended_at as "endedAt", destroyed_at as "destroyedAt", gone_at as "goneAt" from ended_key
     order by ended_at desc, name limit 100`,
  );
}

/** Nobody else makes a site here until the transaction ends. */
export async function lockSite(tx: Tx): Promise<void> {
  await tx.run('lock table site in access exclusive mode');
}

/** A migration may have put rows into its tables; what was backed up holds them as they became. */
export async function emptyTables(tx: Tx, tables: readonly string[]): Promise<void> {
  await tx.run(`truncate ${tables.map(quoted).join(', ')}`);
  // Counts that are kept by the tables themselves come with the backup too.
  if (tables.includes('person_count')) await tx.run("select set_config('kristalux.restoring', 'on', true)");
}

export interface ValueToTry {
  readonly personId: string;
  readonly recordId: string;
  readonly field: string;
  readonly version: number;
  readonly role: 'value' | 'file' | 'outbox' | 'export';
  /** The first bytes of the sealed value: salt and commitment. */
  readonly head: Buffer;
  readonly personKeyEpoch: number | null;
  readonly personKeyWrapped: Buffer | null;
  readonly valueKeyEpoch: number | null;
  readonly valueKeyWrapped: Buffer | null;
  /** Whether the person alone holds the key of this very version: what cannot be tried here is not forgotten. */
  readonly held: boolean;
}

/** Values behind (personId, recordId) in that order, with the keys that should open them. */
export async function readValuesToTry(
  sql: Sql,
  after: { readonly personId: string; readonly recordId: string },
  { limit, headBytes }: { readonly limit: number; readonly headBytes: number },
): Promise<readonly ValueToTry[]> {
  return await sql.rows<ValueToTry>(
    `select v.person_id as "personId", v.record_id as "recordId", v.field, v.version, v.role,
       substring(v.sealed from 1 for $4::integer) as head,
       p.epoch as "personKeyEpoch", p.wrapped as "personKeyWrapped",
       k.epoch as "valueKeyEpoch", k.wrapped as "valueKeyWrapped", h.record_id is not null as held
     from value v
     left join held_value_key h on h.person_id = v.person_id and h.record_id = v.record_id and h.version = v.version
     left join person_key p on p.person_id = v.person_id
     left join value_key k on k.person_id = v.person_id and k.record_id = v.record_id
     where (v.person_id, v.record_id) > ($1::uuid, $2::uuid)
     order by v.person_id, v.record_id limit $3`,
    [after.personId, after.recordId, limit, headBytes],
  );
}

/** Values that were forgotten since: nothing opens them, and nothing is opened. */
export async function removeValues(
  tx: Tx,
  values: readonly { readonly personId: string; readonly recordId: string }[],
): Promise<void> {
  await tx.run(
    `delete from value v using unnest($1::uuid[], $2::uuid[]) as gone (person_id, record_id)
     where v.person_id = gone.person_id and v.record_id = gone.record_id`,
    [values.map(({ personId }) => personId), values.map(({ recordId }) => recordId)],
  );
}

/** Keys of what came after the data backup open nothing here. */
export async function removeOrphanKeys(tx: Tx): Promise<void> {
  await tx.run(
    `delete from value_key k where not exists (
       select from value v where v.person_id = k.person_id and v.record_id = k.record_id)
       and not exists (
         select from held_value h where h.holder_id = k.person_id and h.record_id = k.record_id)`,
  );
  await tx.run(
    `delete from held_value_key k where not exists (
       select from value v where v.person_id = k.person_id and v.record_id = k.record_id and v.version = k.version)`,
  );
  await tx.run(
    `delete from person_key k where not exists (select from person p where p.person_id = k.person_id)
       and k.person_id not in (select site_id from site)
       and not exists (select from value v where v.person_id = k.person_id)
       and not exists (select from held_value h where h.holder_id = k.person_id)`,
  );
}

/**
 * Tags of today stand in the place of those of the data backup: the key of these may have ended since. What was proved of
 * an address that was corrected meanwhile is not proved of the next one, and codes that were under way are over.
 */
export async function takeTagsOfToday(tx: Tx): Promise<void> {
  const now = `tag.person_id = sign_in.person_id
    and tag.index_name = case sign_in.kind when 'account-name' then 'account' else sign_in.kind end`;
  await tx.run('delete from tag where not exists (select from person where person.person_id = tag.person_id)');
  await tx.run('delete from address_code');
  await tx.run('delete from mailbox_request');
  await tx.run(
    `insert into sign_in_salt (tag, salt)
     select distinct on (tag.tag) tag.tag, salt from sign_in join sign_in_salt using (tag) join tag on ${now}
     order by tag.tag, sign_in.created_at on conflict (tag) do nothing`,
  );
  await tx.run(`update sign_in set tag = tag.tag from tag where ${now} and sign_in.tag <> tag.tag`);
  await tx.run(
    `delete from proved_address p where not exists (
       select from value v where v.person_id = p.person_id and v.record_id = p.record_id)
       or not exists (select from tag where tag.person_id = p.person_id and tag.index_name = 'email')`,
  );
  await tx.run(
    `update proved_address p set tag = tag.tag from tag
     where tag.person_id = p.person_id and tag.index_name = 'email' and p.tag <> tag.tag`,
  );
  await removeUnusedSalts(tx);
}

/** A session that was ended after the backup must not live again, and nobody can tell which those are. */
export async function endSessions(tx: Tx): Promise<void> {
  await tx.run('update session set ended_at = clock_timestamp() where ended_at is null');
}

/**
 * Work that was waiting may have been done after the backup: a second hand-over would be worse than none. What only looks
 * whether something has become due goes on, and so do jobs by the calendar, which have numbers of their own: doing that
 * twice is doing it once.
 */
export async function giveUpJobs(tx: Tx): Promise<number> {
  return await tx.run(
    `update job set failed_at = clock_timestamp(), failure = 'restored'
     where done_at is null and failed_at is null and job_id::text not like '00000000-0000-4000-8000-%'
       and kind not in ('complete-erasure', 'forget-evidence', 'end-hold', 'expire-transfer')`,
  );
}
