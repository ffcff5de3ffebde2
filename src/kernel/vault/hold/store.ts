import type { Sql, Tx } from '../../db/db.ts';
import type { OpenableRow } from '../store.ts';

/** Keeps the sealed bytes of these records for the holder; what is held already stays as it is. */
export async function copyToHolder(
  tx: Tx,
  holderId: string,
  personId: string,
  recordIds: readonly string[],
): Promise<void> {
  await tx.run(
    `insert into held_value (holder_id, record_id, person_id, field, version, sealed, left_at)
     select $1, record_id, person_id, field, version, sealed, created_at from value
     where person_id = $2 and record_id = any($3::uuid[])
     on conflict do nothing`,
    [holderId, personId, recordIds],
  );
}

/** Held already: these keep the key that fits their bytes. */
export async function readHeldRecords(sql: Sql, holderId: string): Promise<readonly string[]> {
  const rows = await sql.rows<{ recordId: string }>(
    'select record_id as "recordId" from held_value where holder_id = $1',
    [holderId],
  );
  return rows.map(({ recordId }) => recordId);
}

export async function deleteHeld(tx: Tx, holderId: string): Promise<void> {
  await tx.run('delete from held_value where holder_id = $1', [holderId]);
}

interface FlatHeld extends Omit<OpenableRow, 'personKey' | 'valueKey' | 'role'> {
  readonly personEpoch: number;
  readonly personWrapped: Buffer;
  readonly valueEpoch: number;
  readonly valueWrapped: Buffer;
  readonly leftAt: Date;
}

/** What is held of one person: keys of the holder, envelopes of the person. */
export async function readHeldOf(
  sql: Sql,
  holderId: string,
  personId: string,
): Promise<readonly (OpenableRow & { readonly leftAt: Date })[]> {
  const rows = await sql.rows<FlatHeld>(
    `select h.holder_id as "keyOwner", h.record_id as "recordId", h.person_id as "personId", h.field, h.version, h.sealed,
       h.left_at as "leftAt", p.epoch as "personEpoch", p.wrapped as "personWrapped",
       k.epoch as "valueEpoch", k.wrapped as "valueWrapped"
     from held_value h
     join value_key k on k.person_id = h.holder_id and k.record_id = h.record_id
     join person_key p on p.person_id = h.holder_id
     where h.holder_id = $1 and h.person_id = $2 order by h.field`,
    [holderId, personId],
  );
  return rows.map(({ personEpoch, personWrapped, valueEpoch, valueWrapped, ...row }) => ({
    ...row,
    role: 'value',
    personKey: { epoch: personEpoch, wrapped: personWrapped },
    valueKey: { epoch: valueEpoch, wrapped: valueWrapped },
  }));
}
