import type { Sql, Tx } from '../../../kernel/db/db.ts';

/** @returns false where it was asked for already */
export async function putReminder(tx: Tx, personId: string): Promise<boolean> {
  const written = await tx.run('insert into inbox_reminder (person_id) values ($1) on conflict do nothing', [personId]);
  return written === 1;
}

export async function removeReminder(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from inbox_reminder where person_id = $1', [personId]);
  await tx.run(`delete from job where person_id = $1 and kind = 'inbox-count' and done_at is null`, [personId]);
}

export async function hasReminder(sql: Sql, personId: string): Promise<boolean> {
  return (await sql.row('select 1 as one from inbox_reminder where person_id = $1', [personId])) !== undefined;
}

export interface ReminderNow {
  readonly language: string;
  /** Whether they still answer submissions. */
  readonly answers: boolean;
  readonly settledToday: boolean;
  readonly waiting: number;
}

export async function readReminder(sql: Sql, personId: string): Promise<ReminderNow | undefined> {
  return await sql.row<ReminderNow>(
    `select person.language,
       exists (select from staff where staff.person_id = person.person_id and staff.ended_at is null
         and role in ('support', 'owner')) as answers,
       coalesce(settled_on = (clock_timestamp() at time zone 'UTC')::date, false) as "settledToday",
       (select count(*) from inbox where state = 'new')
         + (select count(*) from conversation where last_by = 'person') as waiting
     from inbox_reminder join person using (person_id) where person_id = $1`,
    [personId],
  );
}

export async function settleReminder(tx: Tx, personId: string): Promise<void> {
  await tx.run(
    `update inbox_reminder set settled_on = (clock_timestamp() at time zone 'UTC')::date where person_id = $1`,
    [personId],
  );
}

export async function eraseReminder(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from inbox_reminder where person_id = $1', [personId]);
}
