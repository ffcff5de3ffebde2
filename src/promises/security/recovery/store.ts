import type { Sql, Tx } from '../../../kernel/db/db.ts';
import { personPart } from '../../../kernel/db/parts-of-person.ts';

/** How the staff made sure whom they have before them. */
export const CHECKED_HOW = ['document', 'in-person', 'conversation'] as const;
export type CheckedHow = (typeof CHECKED_HOW)[number];

/** @returns false where the number is taken already */
export async function insertAsked(tx: Tx, keyHash: Buffer, number: string, days: number): Promise<boolean> {
  await tx.run(`delete from staff_recovery where asked_at < clock_timestamp() - make_interval(days => $1)`, [days]);
  return (
    (await tx.run('insert into staff_recovery (key_hash, number) values ($1, $2) on conflict do nothing', [
      keyHash,
      number,
    ])) === 1
  );
}

export interface Beginning {
  readonly number: string;
  readonly personId: string;
  readonly checkedHow: CheckedHow;
  readonly begunBy: string;
  readonly hours: number;
  readonly needsSecond: boolean;
}

/** @returns false where no such number is waiting for a person */
export async function beginRecovery(tx: Tx, row: Beginning): Promise<boolean> {
  const begun = await tx.run(
    `update staff_recovery set person_id = $2, checked_how = $3, begun_by = $4, begun_at = clock_timestamp(),
       ready_at = clock_timestamp() + make_interval(hours => $5), needs_second = $6
     where number = $1 and person_id is null and ended_at is null`,
    [row.number, row.personId, row.checkedHow, row.begunBy, row.hours, row.needsSecond],
  );
  return begun === 1;
}

/** @returns false where it is gone, approved already, or was begun by the same member of the staff */
export async function approveRecovery(tx: Tx, personId: string, number: string, by: string): Promise<boolean> {
  const approved = await tx.run(
    `update staff_recovery set approved_by = $3, approved_at = clock_timestamp()
     where person_id = $1 and number = $2 and ended_at is null and approved_by is null and begun_by <> $3`,
    [personId, number, by],
  );
  return approved === 1;
}

/** @returns how many were going; with a null number every one */
export async function endRecoveries(tx: Tx, personId: string, number: string | null): Promise<number> {
  return await tx.run(
    `update staff_recovery set ended_at = clock_timestamp()
     where person_id = $1 and ended_at is null and ($2::text is null or number = $2)`,
    [personId, number],
  );
}

export interface StaffRecoveryRow {
  readonly number: string;
  readonly checkedHow: CheckedHow;
  readonly begunBy: string;
  readonly begunAt: Date;
  readonly readyAt: Date;
  readonly needsSecond: boolean;
  readonly approvedAt: Date | null;
}

/** How many of them go on. */
export const recoveriesCounted = personPart<number>(
  'select count(*) from staff_recovery where person_id = asked.person_id and ended_at is null',
);

export async function readRecoveries(sql: Sql, personId: string): Promise<readonly StaffRecoveryRow[]> {
  return await sql.rows<StaffRecoveryRow>(
    `select number, checked_how as "checkedHow", begun_by as "begunBy", begun_at as "begunAt",
       ready_at as "readyAt", needs_second as "needsSecond", approved_at as "approvedAt"
     from staff_recovery where person_id = $1 and ended_at is null order by begun_at`,
    [personId],
  );
}

/** Who began a recovery, so that somebody else approves it. */
export async function begunBy(sql: Sql, personId: string, number: string): Promise<string | undefined> {
  const row = await sql.row<{ begunBy: string }>(
    'select begun_by as "begunBy" from staff_recovery where person_id = $1 and number = $2 and ended_at is null',
    [personId, number],
  );
  return row?.begunBy;
}

/** Whose recovery a key belongs to, and whether its time has come. */
export async function findByKey(
  sql: Sql,
  keyHash: Buffer,
): Promise<{ readonly personId: string; readonly ready: boolean } | undefined> {
  return await sql.row(
    `select person_id as "personId",
       ready_at <= clock_timestamp() and (not needs_second or approved_by is not null) as ready
     from staff_recovery where key_hash = $1 and person_id is not null and ended_at is null`,
    [keyHash],
  );
}

/** Takes a key whose time has come, once. */
export async function takeKey(tx: Tx, personId: string, keyHash: Buffer): Promise<boolean> {
  const taken = await tx.run(
    `update staff_recovery set ended_at = clock_timestamp()
     where key_hash = $2 and person_id = $1 and ended_at is null and ready_at <= clock_timestamp()
       and (not needs_second or approved_by is not null)`,
    [personId, keyHash],
  );
  return taken === 1;
}

export async function eraseRecoveries(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from staff_recovery where $1 in (person_id, begun_by, approved_by)', [personId]);
}
