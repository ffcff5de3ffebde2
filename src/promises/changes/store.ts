import type { Sql, Tx } from '../../kernel/db/db.ts';

/**
 * Waits for every entry under way and keeps later ones out until the publication commits. The limit on waiting keeps a
 * slow act from holding up everybody behind this lock: the gate then tries again.
 */
export async function lockEntries(tx: Tx): Promise<void> {
  await tx.run(`set local lock_timeout = '200ms'`);
  await tx.run('lock table entry in share row exclusive mode');
}

export interface RecordedRow {
  readonly n: number;
  readonly at: Date;
  readonly kind: string;
  readonly version: number;
  /** Null where the text was erased. */
  readonly body: string | null;
}

/** The person's entries since an instant, newest first. */
export async function readRecorded(
  sql: Sql,
  personId: string,
  { since, limit }: { readonly since: Date; readonly limit: number },
): Promise<readonly RecordedRow[]> {
  return await sql.rows<RecordedRow>(
    `select n, at, kind, version, body from entry
     where person_id = $1 and at >= $2 order by n desc limit $3`,
    [personId, since, limit],
  );
}

/** How much work was ever left for the worker. */
export async function countJobs(sql: Sql): Promise<number> {
  const row = await sql.row<{ jobs: number }>('select count(*) as jobs from job');
  return row?.jobs ?? 0;
}
