import type { Sql, Tx } from '../../../kernel/db/db.ts';

export interface HoldRow {
  readonly holderId: string;
  readonly until: Date;
  readonly setAt: Date;
  readonly renewedAt: Date | null;
  /** Whether its end has come. */
  readonly over: boolean;
}

/** Whatever is kept for a request now, also in the moments between its end and the forgetting. */
export async function findHold(sql: Sql, legalRequestId: string): Promise<HoldRow | undefined> {
  return await sql.row<HoldRow>(
    `select holder_id as "holderId", until, set_at as "setAt", renewed_at as "renewedAt",
       until <= clock_timestamp() as over
     from hold where legal_request_id = $1 and ended_at is null`,
    [legalRequestId],
  );
}

/** Begins a hold or gives a living one another end. One that has ended stays ended: there is nothing left of it. */
export async function putHold(
  tx: Tx,
  hold: { readonly legalRequestId: string; readonly holderId: string; readonly until: Date; readonly by: string },
): Promise<{ readonly holderId: string; readonly first: boolean }> {
  const { legalRequestId, holderId, until, by } = hold;
  const row = await tx.row<{ holderId: string }>(
    `insert into hold (legal_request_id, holder_id, until, set_by) values ($1, $2, $3, $4)
     on conflict (legal_request_id) do update set until = excluded.until, renewed_at = clock_timestamp(),
       holder_id = case when hold.ended_at is null then hold.holder_id else excluded.holder_id end, ended_at = null
     returning holder_id as "holderId"`,
    [legalRequestId, holderId, until, by],
  );
  if (row === undefined) throw new Error('a hold is written');
  const first = row.holderId === holderId;
  if (first) await tx.run('delete from held_person where legal_request_id = $1', [legalRequestId]);
  return { holderId: row.holderId, first };
}

export async function insertHeldPersons(
  tx: Tx,
  legalRequestId: string,
  persons: readonly { readonly position: number; readonly personId: string; readonly country: string | null }[],
): Promise<void> {
  await tx.run(
    `insert into held_person (legal_request_id, position, person_id, country)
     select $1, * from unnest($2::integer[], $3::uuid[], $4::text[])`,
    [
      legalRequestId,
      persons.map(({ position }) => position),
      persons.map(({ personId }) => personId),
      persons.map(({ country }) => country),
    ],
  );
}

/** Of whom something is kept, by the place in the request; nobody once the hold is over. */
export async function heldPersons(
  sql: Sql,
  legalRequestId: string,
): Promise<readonly { position: number; personId: string; country: string | null; holderId: string }[]> {
  return await sql.rows(
    `select position, person_id as "personId", country, holder_id as "holderId"
     from held_person join hold using (legal_request_id)
     where legal_request_id = $1 and ended_at is null and until > clock_timestamp() order by position`,
    [legalRequestId],
  );
}

/** @returns false when it ended before */
export async function markEnded(tx: Tx, legalRequestId: string): Promise<boolean> {
  const ended = await tx.run(
    'update hold set ended_at = clock_timestamp() where legal_request_id = $1 and ended_at is null',
    [legalRequestId],
  );
  await tx.run('delete from held_person where legal_request_id = $1', [legalRequestId]);
  return ended === 1;
}

/** Seconds until a hold ends, at least one; undefined where there is none any more. */
export async function secondsLeft(sql: Sql, legalRequestId: string): Promise<number | undefined> {
  const row = await sql.row<{ seconds: number }>(
    `select greatest(0, ceil(extract(epoch from until - clock_timestamp())))::int as seconds
     from hold where legal_request_id = $1 and ended_at is null`,
    [legalRequestId],
  );
  return row?.seconds;
}
