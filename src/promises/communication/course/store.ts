import type { Sql, Tx } from '../../../kernel/db/db.ts';

export interface SenderRow {
  readonly address: string;
  readonly name: string;
}

export async function listSenders(sql: Sql): Promise<readonly SenderRow[]> {
  return await sql.rows<SenderRow>('select address, name from sender order by since, address');
}

export async function findSender(sql: Sql, address: string): Promise<SenderRow | undefined> {
  return await sql.row<SenderRow>('select address, name from sender where address = $1', [address]);
}

export async function putSender(tx: Tx, row: SenderRow): Promise<void> {
  await tx.run(
    'insert into sender (address, name) values ($1, $2) on conflict (address) do update set name = excluded.name',
    [row.address, row.name],
  );
}

/** @returns false where there was none */
export async function removeSender(tx: Tx, address: string): Promise<boolean> {
  return (await tx.run('delete from sender where address = $1', [address])) === 1;
}

/** @returns false where it is not confirmed, over, or paused already */
export async function pauseBulletin(tx: Tx, bulletinId: string): Promise<boolean> {
  const paused = await tx.run(
    `update bulletin set paused_at = clock_timestamp()
     where bulletin_id = $1 and confirmed_at is not null and ended_at is null and paused_at is null`,
    [bulletinId],
  );
  return paused === 1;
}

/** @returns false where it is not paused */
export async function resumeBulletin(tx: Tx, bulletinId: string): Promise<boolean> {
  const resumed = await tx.run(
    'update bulletin set paused_at = null where bulletin_id = $1 and ended_at is null and paused_at is not null',
    [bulletinId],
  );
  return resumed === 1;
}

/** A trial of a bulletin: the same texts in a bulletin of its own, which only its author gets. */
export async function insertTrial(
  tx: Tx,
  trial: { readonly bulletinId: string; readonly of: string; readonly mark: string; readonly personId: string },
): Promise<void> {
  const { bulletinId, of, mark, personId } = trial;
  await tx.run(
    `insert into bulletin (bulletin_id, topic, sender_name, sender_address, test_of)
     select $2, topic, sender_name, sender_address, $1 from bulletin where bulletin_id = $1`,
    [of, bulletinId],
  );
  await tx.run(
    `insert into bulletin_text (bulletin_id, language, subject, markdown)
     select $2, language, left($3 || subject, 150), markdown from bulletin_text where bulletin_id = $1`,
    [of, bulletinId, mark],
  );
  // In the author's own language where it is written in that, else in the first.
  await tx.run(
    `insert into bulletin_copy (person_id, bulletin_id, language)
     select person_id, $1, text.language from person cross join bulletin_text text
     where person_id = $2 and bulletin_id = $1
     order by text.language = person.language desc, text.language limit 1`,
    [bulletinId, personId],
  );
}

export async function startTrial(tx: Tx, bulletinId: string, origin: string): Promise<void> {
  await tx.run(
    'update bulletin set confirmed_at = clock_timestamp(), origin = $2, audience = 1 where bulletin_id = $1',
    [bulletinId, origin],
  );
}

export interface TrialRow {
  readonly at: Date;
  /** Null: it waits. */
  readonly settledAs: 'accepted' | 'refused' | 'unknown' | 'withheld' | null;
}

/** What became of the last trials of a bulletin, newest first. */
export async function listTrials(sql: Sql, bulletinId: string): Promise<readonly TrialRow[]> {
  return await sql.rows<TrialRow>(
    `select confirmed_at as at, settled_as as "settledAs" from bulletin join bulletin_copy using (bulletin_id)
     where test_of = $1 order by confirmed_at desc limit 3`,
    [bulletinId],
  );
}
