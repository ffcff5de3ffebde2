import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { ObjectionOutcome } from '../closed-lists.ts';

export interface ObjectionRow {
  readonly personId: string;
  readonly objectionId: string;
  readonly proofId: string;
  readonly recordId: string;
  readonly madeAt: Date;
  readonly outcome: ObjectionOutcome | null;
  readonly decidedAt: Date | null;
  readonly reviewer: 'another' | 'sole' | null;
}

export const OBJECTION = `select person_id as "personId", objection_id as "objectionId", proof_id as "proofId",
  record_id as "recordId", made_at as "madeAt", outcome, decided_at as "decidedAt", reviewer from objection`;

export async function insertObjection(
  tx: Tx,
  row: Pick<ObjectionRow, 'personId' | 'objectionId' | 'proofId' | 'recordId'>,
): Promise<void> {
  await tx.run('insert into objection (person_id, objection_id, proof_id, record_id) values ($1, $2, $3, $4)', [
    row.personId,
    row.objectionId,
    row.proofId,
    row.recordId,
  ]);
}

export async function findObjection(sql: Sql, objectionId: string): Promise<ObjectionRow | undefined> {
  return await sql.row<ObjectionRow>(`${OBJECTION} where objection_id = $1`, [objectionId]);
}

export async function objectionsTo(sql: Sql, proofIds: readonly string[]): Promise<readonly ObjectionRow[]> {
  return await sql.rows<ObjectionRow>(`${OBJECTION} where proof_id = any($1::uuid[]) order by made_at`, [proofIds]);
}

/** The longest waiting first. */
export async function objectionsWaiting(sql: Sql, limit: number): Promise<readonly ObjectionRow[]> {
  return await sql.rows<ObjectionRow>(`${OBJECTION} where decided_at is null order by made_at, objection_id limit $1`, [
    limit,
  ]);
}

export async function decideObjection(
  tx: Tx,
  row: Pick<ObjectionRow, 'personId' | 'objectionId'> & {
    readonly outcome: ObjectionOutcome;
    readonly decidedBy: string;
    readonly reviewer: 'another' | 'sole';
  },
): Promise<boolean> {
  const touched = await tx.run(
    `update objection set outcome = $3, decided_by = $4, reviewer = $5, decided_at = clock_timestamp()
     where person_id = $1 and objection_id = $2 and decided_at is null`,
    [row.personId, row.objectionId, row.outcome, row.decidedBy, row.reviewer],
  );
  return touched === 1;
}
