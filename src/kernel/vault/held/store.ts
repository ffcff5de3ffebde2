import type { Sql, Tx } from '../../db/db.ts';

export interface HeldKeyRow {
  readonly recordId: string;
  readonly version: number;
  readonly wrapped: Buffer;
}

/** The keys of these values with the versions they open. */
export async function readKeysToHold(tx: Tx, personId: string, recordIds: readonly string[]) {
  return await tx.rows<HeldKeyRow & { readonly epoch: number }>(
    `select k.record_id as "recordId", v.version, k.epoch, k.wrapped from value_key k
     join value v on v.person_id = k.person_id and v.record_id = k.record_id
     where k.person_id = $1 and k.record_id = any($2::uuid[])`,
    [personId, recordIds],
  );
}

/** Puts keys that the person holds in the place of those that the site could use. */
export async function exchangeForHeld(tx: Tx, personId: string, rows: readonly HeldKeyRow[]): Promise<void> {
  const records = rows.map(({ recordId }) => recordId);
  await tx.run('delete from value_key where person_id = $1 and record_id = any($2::uuid[])', [personId, records]);
  await tx.run(
    `insert into held_value_key (person_id, record_id, version, wrapped)
     select $1, record_id, version, wrapped
     from unnest($2::uuid[], $3::integer[], $4::bytea[]) as given (record_id, version, wrapped)`,
    [personId, records, rows.map(({ version }) => version), rows.map(({ wrapped }) => wrapped)],
  );
}

export async function readHeldKeys(sql: Sql, personId: string): Promise<readonly HeldKeyRow[]> {
  return await sql.rows<HeldKeyRow>(
    'select record_id as "recordId", version, wrapped from held_value_key where person_id = $1 order by record_id',
    [personId],
  );
}

/** Of values that were corrected or given back: nothing opens with them any more. */
export async function dropHeldKeys(tx: Tx, personId: string, recordIds: readonly string[]): Promise<void> {
  await tx.run('delete from held_value_key where person_id = $1 and record_id = any($2::uuid[])', [
    personId,
    recordIds,
  ]);
}

/** The fields of what the person has sealed; one of several records in a field stands there as often. */
export async function readHeldFields(sql: Sql, personId: string): Promise<readonly string[]> {
  const rows = await sql.rows<{ field: string }>(
    `select v.field from held_value_key h join value v on v.person_id = h.person_id and v.record_id = h.record_id
     where h.person_id = $1 order by v.field`,
    [personId],
  );
  return rows.map(({ field }) => field);
}
