import type { Sql, Tx } from '../../kernel/db/db.ts';

/**
 * Waits for every entry under way and keeps later ones out until the publication commits. The limit on waiting keeps a
 * slow act from holding up everybody behind this lock: the gate then tries again.
 */
export async function lockEntries(tx: Tx): Promise<void> {
  await tx.run(`set local lock_timeout = '200ms'`);
  await tx.run('lock table entry in share row exclusive mode');
}

/** How much work was ever left for the worker. */
export async function countJobs(sql: Sql): Promise<number> {
  const row = await sql.row<{ jobs: number }>('select count(*) as jobs from job');
  return row?.jobs ?? 0;
}
