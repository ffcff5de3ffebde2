import assert from 'node:assert/strict';
import type { Sql, Tx } from '../db/db.ts';
import type { Reading, Reads } from '../db/reading.ts';
import type { Role } from './context.ts';
import { type PackedRow, unpackRows } from './packed-row.ts';

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
  readonly sealed: Buffer;
  readonly personKey: WrappedKey;
  readonly valueKey: WrappedKey;
}

/** The same with what else may be known of it without opening. */
export interface SealedRow extends OpenableRow {
  readonly origin: ValueOrigin;
  readonly verifiedAt: Date | null;
  readonly verifiedHow: string | null;
  readonly createdAt: Date;
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

/** False when the person has a key already. */
export async function insertPersonKey(tx: Tx, personId: string, key: WrappedKey): Promise<boolean> {
  const text = `insert into person_key (person_id, epoch, wrapped) values ($1, $2, $3)
    on conflict (person_id) do nothing`;
  return (await tx.run(text, [personId, key.epoch, key.wrapped])) === 1;
}

/** The person's wrapped key, locked until the transaction ends: whoever changes a keyring holds it. */
export async function lockPersonKey(tx: Tx, personId: string): Promise<WrappedKey | undefined> {
  return await tx.row<WrappedKey>('select epoch, wrapped from person_key where person_id = $1 for update', [personId]);
}

export async function updatePersonKey(tx: Tx, personId: string, key: WrappedKey): Promise<void> {
  const text = 'update person_key set epoch = $2, wrapped = $3 where person_id = $1';
  await tx.run(text, [personId, key.epoch, key.wrapped]);
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
export async function readCurrent(tx: Tx, personId: string, fields: readonly string[]) {
  const text = `select field, record_id as "recordId", version from value
    where person_id = $1 and role = 'value' and field = any($2::text[])`;
  return await tx.rows<{ field: string; recordId: string; version: number }>(text, [personId, fields]);
}

/** A value that was verified is not verified any more once it is another one. */
export async function putValues(tx: Tx, personId: string, values: readonly ValueRow[]): Promise<void> {
  const text = `insert into value (person_id, record_id, field, version, role, sealed, origin)
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

interface FieldsOfPerson {
  readonly personId: string;
  readonly fields: readonly string[];
}

const sealedFields: Reading<FieldsOfPerson, { readonly rows: readonly OpenableRow[] }> = {
  text: `select asked.i as asked, p.person_id as "personId", p.epoch as "personKeyEpoch",
      p.wrapped as "personKeyWrapped", own.packed
    from unnest($1::uuid[], $2::text[]) with ordinality as asked (person_id, fields, i)
    join person_key p on p.person_id = asked.person_id
    cross join lateral (
      select string_agg(
        int4send(octet_length(v.field)) || convert_to(v.field, 'UTF8') || uuid_send(v.record_id) || int4send(v.version)
          || int4send(k.epoch) || int4send(length(k.wrapped)) || k.wrapped || int4send(length(v.sealed)) || v.sealed,
        ''::bytea order by v.field) as packed
      from value v
      join value_key k on k.person_id = v.person_id and k.record_id = v.record_id
      where v.person_id = asked.person_id and v.role = 'value' and v.field = any(string_to_array(asked.fields, ','))
    ) own`,
  values: (keys) => [keys.map(({ personId }) => personId), keys.map(({ fields }) => fields.join(','))],
  row: (raw: PackedRow) => ({ rows: unpackRows(raw) }),
};

/** The person's current values of these declared fields, sealed, in the order of the fields' names. */
export async function readSealedFields(
  reads: Reads,
  personId: string,
  fields: readonly string[],
): Promise<readonly OpenableRow[]> {
  assert(!fields.some((field) => field.includes(',')), 'the id of a field has no comma');
  return (await reads.read(sealedFields, { personId, fields }))[0]?.rows ?? [];
}
