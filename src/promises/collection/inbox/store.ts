import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { Writing } from '../../../kernel/db/writing.ts';

/** What waits in the console, and whose it is now. */
export const INBOX_STATES = ['new', 'taken', 'done'] as const;
export type InboxState = (typeof INBOX_STATES)[number];

export interface InboxRow {
  readonly personId: string;
  readonly submissionId: string;
  readonly form: string;
  readonly leftAt: Date;
  readonly state: InboxState;
  readonly takenBy: string | null;
}

export interface WaitingSubmission extends InboxRow {
  readonly fields: readonly string[];
  readonly messageRecord: string | null;
  readonly language: string;
  readonly version: number;
}

const INBOX = `inbox.person_id as "personId", inbox.submission_id as "submissionId", inbox.form,
  left_at as "leftAt", state, taken_by as "takenBy"`;

type NewInInbox = Pick<InboxRow, 'personId' | 'submissionId' | 'form'>;

/** Forms were left that somebody answers. */
export const newInInbox: Writing<NewInInbox, object> = {
  text: `with given as materialized (
      select * from unnest($1::uuid[], $2::uuid[], $3::text[]) with ordinality
        as given (person_id, submission_id, form, i)
    ), made as (
      insert into inbox (person_id, submission_id, form) select person_id, submission_id, form from given
    )
    select i as asked from given`,
  values: (rows) => [
    rows.map(({ personId }) => personId),
    rows.map(({ submissionId }) => submissionId),
    rows.map(({ form }) => form),
  ],
};

export async function findWaiting(sql: Sql, submissionId: string): Promise<WaitingSubmission | undefined> {
  return await sql.row<WaitingSubmission>(
    `select ${INBOX}, fields, message_record as "messageRecord", language, version
     from inbox join submission using (person_id, submission_id) where inbox.submission_id = $1`,
    [submissionId],
  );
}

/** Where a page of the list goes on. */
export interface After {
  readonly leftAt: Date;
  readonly submissionId: string;
}

/** What waits, the longest waiting first; what is done, the latest first. */
export async function listInbox(
  sql: Sql,
  state: InboxState,
  after: After | null,
  limit: number,
): Promise<readonly InboxRow[]> {
  const [sign, order] = state === 'done' ? ['<', 'desc'] : ['>', 'asc'];
  return await sql.rows<InboxRow>(
    `select ${INBOX} from inbox
     where state = $1 and ($2::timestamptz is null or (left_at, submission_id) ${sign} ($2, $3::uuid))
     order by left_at ${order}, submission_id ${order} limit $4`,
    [state, after?.leftAt ?? null, after?.submissionId ?? null, limit],
  );
}

export async function countInbox(sql: Sql): Promise<Readonly<Record<InboxState, number>>> {
  const rows = await sql.rows<{ state: InboxState; count: number }>(
    'select state, count(*) as count from inbox group by state',
  );
  const of = (state: InboxState) => rows.find((row) => row.state === state)?.count ?? 0;
  return { new: of('new'), taken: of('taken'), done: of('done') };
}

export async function countNew(sql: Sql): Promise<number> {
  const row = await sql.row<{ count: number }>(`select count(*) as count from inbox where state = 'new'`);
  return row?.count ?? 0;
}

export async function takeFromInbox(tx: Tx, row: InboxRow, takenBy: string): Promise<void> {
  await tx.run(
    `update inbox set state = 'taken', taken_by = $3, taken_at = clock_timestamp()
     where person_id = $1 and submission_id = $2 and state <> 'done'`,
    [row.personId, row.submissionId, takenBy],
  );
}

export async function markDone(tx: Tx, row: InboxRow, by: string): Promise<void> {
  await tx.run(
    `update inbox set state = 'done', taken_by = coalesce(taken_by, $3),
       taken_at = coalesce(taken_at, clock_timestamp()), done_at = clock_timestamp()
     where person_id = $1 and submission_id = $2 and state <> 'done'`,
    [row.personId, row.submissionId, by],
  );
}

export async function eraseInbox(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from inbox where person_id = $1', [personId]);
}

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
