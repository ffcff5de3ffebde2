import type { Sql, Tx } from '../db/db.ts';
import type { Role } from './context.ts';
import { KeysTurned } from './keys.ts';
import { holdLatestIndex } from './tags/store.ts';

export interface KeyCheck {
  readonly name: string;
  readonly check: Buffer;
}

/** A key as the keyring holds it. */
export interface WrappedKey {
  readonly epoch: number;
  readonly wrapped: Buffer;
}

export type ValueOrigin = 'left-here' | 'left-before' | 'from-elsewhere';

/** A sealed value with the wrapped keys that open it. */
export interface OpenableRow {
  readonly personId: string;
  readonly recordId: string;
  readonly field: string;
  readonly version: number;
  readonly role: Role;
  /** Whose keys these are, where it is not the person: a hold that keeps the value. */
  readonly keyOwner?: string;
  readonly sealed: Buffer;
  /** When the value was left, to the millisecond. */
  readonly createdAt: Date;
  readonly personKey: WrappedKey;
  readonly valueKey: WrappedKey;
}

/** The same with what else may be known of it without opening. */
export interface SealedRow extends OpenableRow {
  readonly origin: ValueOrigin;
  readonly verifiedAt: Date | null;
  readonly verifiedHow: string | null;
}

export interface ValueRow {
  readonly recordId: string;
  readonly field: string;
  readonly version: number;
  readonly role: Role;
  readonly sealed: Buffer;
  readonly origin: ValueOrigin;
}

export interface ValueKeyRow extends WrappedKey {
  readonly recordId: string;
}

/** One tag of a person's identifier, in one epoch of its index. */
export interface Tag {
  readonly tag: Buffer;
  readonly epoch: number;
}

export async function lockKeyChecks(tx: Tx): Promise<void> {
  await tx.run(`select pg_advisory_xact_lock(hashtextextended('kristalux/key-check', 0))`);
}

export async function readKeyChecks(sql: Sql): Promise<readonly KeyCheck[]> {
  return await sql.rows<KeyCheck>('select name, check_value as "check" from key_check order by name');
}

export async function insertKeyCheck(tx: Tx, checks: readonly KeyCheck[]): Promise<void> {
  await tx.run('insert into key_check (name, check_value) select * from unnest($1::text[], $2::bytea[])', [
    checks.map(({ name }) => name),
    checks.map(({ check }) => check),
  ]);
}

/**
 * Whoever wraps a key of a person holds this to the end of the transaction; who begins an epoch holds all of it for a
 * moment. So whatever was wrapped by the key of the epoch before is visible to whoever begins the next.
 */
export async function holdEpoch(tx: Tx): Promise<void> {
  await tx.run(HOLD_EPOCH);
}

/** Waits for everybody who holds the epoch, but not for long: who asks tries again. */
export async function holdEpochAlone(tx: Tx): Promise<void> {
  await tx.run(`set local lock_timeout = '200ms'`);
  await tx.run(`select pg_advisory_xact_lock(${EPOCH_LOCK})`);
}

const EPOCH_LOCK = `hashtextextended('kristalux/epoch', 0)`;
export const HOLD_EPOCH = `select pg_advisory_xact_lock_shared(${EPOCH_LOCK})`;
/** True where no later epoch than `$2` has begun. A statement of its own behind the lock, or it would see the past. */
const NO_LATER_EPOCH = `not exists (
      select from key_check where name like 'epoch-%' and name > 'epoch-' || lpad($2::integer::text, 4, '0'))`;

/** One process turns keys at a time. False: another one does. */
export async function tryLockTurning(tx: Tx): Promise<boolean> {
  const row = await tx.row<{ locked: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended('kristalux/key-turn', 0)) as locked`,
  );
  return row?.locked === true;
}

/** Persons whose key is wrapped by an earlier epoch than this, behind `after`, in the order of their ids. */
export async function lockKeysToRewrap(tx: Tx, epoch: number, after: string, limit: number) {
  return await tx.rows<WrappedKey & { readonly personId: string }>(
    `select person_id as "personId", epoch, wrapped from person_key
     where person_id > $2 and epoch < $1 order by person_id limit $3 for update`,
    [epoch, after, limit],
  );
}

export async function updatePersonKeys(
  tx: Tx,
  epoch: number,
  keys: readonly { readonly personId: string; readonly wrapped: Buffer }[],
): Promise<void> {
  await tx.run(
    `update person_key set epoch = $1, wrapped = given.wrapped
     from unnest($2::uuid[], $3::bytea[]) as given (person_id, wrapped) where person_key.person_id = given.person_id`,
    [epoch, keys.map(({ personId }) => personId), keys.map(({ wrapped }) => wrapped)],
  );
}

/** How many keys of persons an epoch before this one still wraps. */
export async function countKeysBefore(sql: Sql, epoch: number): Promise<number> {
  const row = await sql.row<{ count: number }>('select count(*) as count from person_key where epoch < $1', [epoch]);
  return row?.count ?? 0;
}

/** A key of which nothing is wrapped any more: its check value goes, and that it ended stays. */
export async function endKey(tx: Tx, name: string): Promise<void> {
  await tx.run(
    `with gone as (delete from key_check where name = $1 returning name, made_at)
     insert into ended_key (name, made_at) select name, made_at from gone`,
    [name],
  );
}

/** Keys that have ended and whose file or wrapping is still to be destroyed. */
export async function readKeysToDestroy(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.rows<{ name: string }>('select name from ended_key where destroyed_at is null order by name');
  return rows.map(({ name }) => name);
}

export async function readDestroyedKeys(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.rows<{ name: string }>('select name from ended_key where destroyed_at is not null');
  return rows.map(({ name }) => name);
}

export async function markDestroyed(sql: Sql, name: string, delayDays: number): Promise<void> {
  await sql.run(
    `update ended_key set destroyed_at = clock_timestamp(), gone_at = clock_timestamp() + make_interval(days => $2)
     where name = $1 and destroyed_at is null`,
    [name, delayDays],
  );
}

/** False when the person has a key already. The caller holds the epoch. */
export async function insertPersonKey(tx: Tx, personId: string, key: WrappedKey): Promise<boolean> {
  if (!(await isLatestEpoch(tx, key.epoch))) throw new KeysTurned('a later epoch has begun');
  const text = `insert into person_key (person_id, epoch, wrapped) values ($1, $2, $3)
    on conflict (person_id) do nothing`;
  return (await tx.run(text, [personId, key.epoch, key.wrapped])) === 1;
}

async function isLatestEpoch(tx: Tx, epoch: number): Promise<boolean> {
  const row = await tx.row<{ latest: boolean }>(`select $1::uuid is null and ${NO_LATER_EPOCH} as latest`, [
    null,
    epoch,
  ]);
  return row?.latest === true;
}

/** The person's wrapped key, locked until the transaction ends: whoever changes a keyring holds it. */
export async function lockPersonKey(tx: Tx, personId: string): Promise<WrappedKey | undefined> {
  const text = 'select epoch, wrapped from person_key where person_id = $1 for update';
  // Both go out together; the lock on the epoch comes first.
  const [, row] = await Promise.all([holdEpoch(tx), tx.row<WrappedKey>(text, [personId])]);
  return row;
}

/** Throws `KeysTurned` when a later epoch than the key's has begun. The caller has locked the person's key. */
export async function updatePersonKey(tx: Tx, personId: string, key: WrappedKey): Promise<void> {
  const text = `update person_key set epoch = $2, wrapped = $3 where person_id = $1 and ${NO_LATER_EPOCH}`;
  const updated = await tx.run(text, [personId, key.epoch, key.wrapped]);
  if (updated === 0) throw new KeysTurned('a later epoch has begun');
}

export async function readValueKeys(tx: Tx, personId: string): Promise<readonly ValueKeyRow[]> {
  const text = 'select record_id as "recordId", epoch, wrapped from value_key where person_id = $1';
  return await tx.rows<ValueKeyRow>(text, [personId]);
}

export async function putValueKeys(tx: Tx, personId: string, keys: readonly ValueKeyRow[]): Promise<void> {
  if (keys.length === 0) return;
  const text = `insert into value_key (person_id, record_id, epoch, wrapped)
    select $1, record_id, epoch, wrapped
    from unnest($2::uuid[], $3::integer[], $4::bytea[]) as given (record_id, epoch, wrapped)
    on conflict (person_id, record_id) do update set epoch = excluded.epoch, wrapped = excluded.wrapped`;
  const columns = [keys.map((key) => key.recordId), keys.map((key) => key.epoch), keys.map((key) => key.wrapped)];
  await tx.run(text, [personId, ...columns]);
}

/** Which record and version each of the fields has now. */
export async function readCurrent(sql: Sql, personId: string, fields: readonly string[]) {
  const text = `select field, record_id as "recordId", version from value
    where person_id = $1 and role = 'value' and field = any($2::text[])`;
  return await sql.rows<{ field: string; recordId: string; version: number }>(text, [personId, fields]);
}

/** Values with their keys. One that was verified is not verified any more once it is another one. */
export async function putValues(
  tx: Tx,
  personId: string,
  made: readonly { readonly key: ValueKeyRow; readonly row: ValueRow }[],
): Promise<void> {
  const values = made.map(({ row }) => row);
  const keys = made.map(({ key }) => key);
  const text = `with keys as (
      insert into value_key (person_id, record_id, epoch, wrapped)
      select $1, record_id, epoch, wrapped
      from unnest($8::uuid[], $9::integer[], $10::bytea[]) as given (record_id, epoch, wrapped)
      on conflict (person_id, record_id) do update set epoch = excluded.epoch, wrapped = excluded.wrapped
    )
    insert into value (person_id, record_id, field, version, role, sealed, origin)
    select $1, record_id, field, version, role, sealed, origin
    from unnest($2::uuid[], $3::text[], $4::integer[], $5::text[], $6::bytea[], $7::text[])
      as given (record_id, field, version, role, sealed, origin)
    on conflict (person_id, record_id) do update
    set version = excluded.version, sealed = excluded.sealed, origin = excluded.origin, verified_at = null,
        verified_how = null, created_at = excluded.created_at`;
  await tx.run(text, [
    personId,
    values.map((value) => value.recordId),
    values.map((value) => value.field),
    values.map((value) => value.version),
    values.map((value) => value.role),
    values.map((value) => value.sealed),
    values.map((value) => value.origin),
    keys.map((key) => key.recordId),
    keys.map((key) => key.epoch),
    keys.map((key) => key.wrapped),
  ]);
}

export async function deleteValues(tx: Tx, personId: string, recordIds: readonly string[]): Promise<void> {
  const text = `with keys as (delete from value_key where person_id = $1 and record_id = any($2::uuid[])),
    held as (delete from held_value_key where person_id = $1 and record_id = any($2::uuid[])),
    gone as (delete from value where person_id = $1 and record_id = any($2::uuid[]) returning record_id, version)
    insert into tombstone (person_id, record_id, version) select $1, record_id, version from gone`;
  await tx.run(text, [personId, recordIds]);
}

/** For values that the next version takes the place of: what they were stays forgotten. */
export async function buryReplaced(
  tx: Tx,
  personId: string,
  replaced: readonly { readonly recordId: string; readonly version: number }[],
): Promise<void> {
  const text = `insert into tombstone (person_id, record_id, version)
    select $1, record_id, version from unnest($2::uuid[], $3::integer[]) as given (record_id, version)`;
  await tx.run(text, [personId, replaced.map(({ recordId }) => recordId), replaced.map(({ version }) => version)]);
}

export async function deletePerson(tx: Tx, personId: string): Promise<void> {
  const text = `with keys as (delete from value_key where person_id = $1),
    held as (delete from held_value_key where person_id = $1),
    person as (delete from person_key where person_id = $1), tags as (delete from tag where person_id = $1),
    gone as (delete from value where person_id = $1)
    insert into tombstone (person_id) values ($1)`;
  await tx.run(text, [personId]);
}

const SEALED = `select v.person_id as "personId", v.record_id as "recordId", v.field, v.version, v.role, v.sealed, v.origin,
    v.verified_at as "verifiedAt", v.verified_how as "verifiedHow", v.created_at as "createdAt",
    p.epoch as "personKeyEpoch", p.wrapped as "personKeyWrapped",
    k.epoch as "valueKeyEpoch", k.wrapped as "valueKeyWrapped"
  from value v
  join value_key k on k.person_id = v.person_id and k.record_id = v.record_id
  join person_key p on p.person_id = v.person_id`;

interface FlatRow extends Omit<SealedRow, 'personKey' | 'valueKey'> {
  readonly personKeyEpoch: number;
  readonly personKeyWrapped: Buffer;
  readonly valueKeyEpoch: number;
  readonly valueKeyWrapped: Buffer;
}

/** The person's current values of these fields (of all: `'all'`), sealed, in the order of their fields' names. */
export async function readSealed(
  sql: Sql,
  personId: string,
  fields: readonly string[] | 'all',
): Promise<readonly SealedRow[]> {
  const text = `${SEALED} where v.person_id = $1 and v.role = 'value' and ($2::text[] is null or v.field = any($2))
    order by v.field`;
  const rows = await sql.rows<FlatRow>(text, [personId, fields === 'all' ? null : fields]);
  return rows.map(rowOf);
}

function rowOf({ personKeyEpoch, personKeyWrapped, valueKeyEpoch, valueKeyWrapped, ...row }: FlatRow): SealedRow {
  return {
    ...row,
    personKey: { epoch: personKeyEpoch, wrapped: personKeyWrapped },
    valueKey: { epoch: valueKeyEpoch, wrapped: valueKeyWrapped },
  };
}

/** When these records of the person were left. */
export async function readCreatedAt(
  sql: Sql,
  personId: string,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const rows = await sql.rows<{ recordId: string; createdAt: Date }>(
    `select record_id as "recordId", created_at as "createdAt" from value
     where person_id = $1 and record_id = any($2::uuid[])`,
    [personId, recordIds],
  );
  return new Map(rows.map(({ recordId, createdAt }) => [recordId, createdAt]));
}

/** These records of the person, whatever their role. What is not the person's is not there. */
export async function readSealedRecords(
  sql: Sql,
  personId: string,
  recordIds: readonly string[],
): Promise<readonly SealedRow[]> {
  const rows = await sql.rows<FlatRow>(`${SEALED} where v.person_id = $1 and v.record_id = any($2::uuid[])`, [
    personId,
    recordIds,
  ]);
  return rows.map(rowOf);
}

/** Values of everybody behind (personId, recordId), in that order, with the keys that open them. */
export async function readSealedAfter(
  sql: Sql,
  after: { readonly personId: string; readonly recordId: string },
  limit: number,
): Promise<readonly SealedRow[]> {
  const rows = await sql.rows<FlatRow>(
    `${SEALED} where (v.person_id, v.record_id) > ($1::uuid, $2::uuid) order by v.person_id, v.record_id limit $3`,
    [after.personId, after.recordId, limit],
  );
  return rows.map(rowOf);
}

/** Puts the tags of a person's identifier in the place of those that the index held of the person before. */
export async function writeTags(tx: Tx, personId: string, index: string, tags: readonly Tag[]): Promise<void> {
  await holdLatestIndex(tx, tags.at(-1)?.epoch ?? 1);
  await removeTags(tx, personId, index);
  const text = `insert into tag (tag, index_name, epoch, person_id)
    select tag, $2, epoch, $1 from unnest($3::bytea[], $4::integer[]) as given (tag, epoch)`;
  await tx.run(text, [personId, index, tags.map(({ tag }) => tag), tags.map(({ epoch }) => epoch)]);
}

export async function removeTags(tx: Tx, personId: string, index: string): Promise<void> {
  await tx.run('delete from tag where person_id = $1 and index_name = $2', [personId, index]);
}

/** Everyone who left this identifier: tags are never unique, so there may be several. Ascending ids. */
export async function personsByTags(sql: Sql, index: string, tags: readonly Tag[]): Promise<readonly string[]> {
  const text = `select distinct person_id as "personId" from tag where tag = any($1::bytea[]) and index_name = $2
    order by person_id`;
  const rows = await sql.rows<{ personId: string }>(text, [tags.map(({ tag }) => tag), index]);
  return rows.map(({ personId }) => personId);
}
