import type { Sql, Tx } from '../../kernel/db/db.ts';

export interface SubmissionRow {
  readonly submissionId: string;
  readonly form: string;
  readonly fields: readonly string[];
  readonly version: number;
  readonly language: string;
  readonly at: Date;
}

export async function insertSubmission(tx: Tx, personId: string, row: Omit<SubmissionRow, 'at'>): Promise<void> {
  await tx.run(
    `insert into submission (person_id, submission_id, form, fields, version, language)
     values ($1, $2, $3, $4, $5, $6)`,
    [personId, row.submissionId, row.form, row.fields, row.version, row.language],
  );
}

/** Newest first. */
export async function readSubmissions(sql: Sql, personId: string): Promise<readonly SubmissionRow[]> {
  return await sql.rows<SubmissionRow>(
    `select submission_id as "submissionId", form, fields, version, language, at
     from submission where person_id = $1 order by at desc, submission_id limit 1000`,
    [personId],
  );
}

export async function updateCountry(tx: Tx, personId: string, country: string): Promise<void> {
  await tx.run(`update person set country = $2, country_how = 'declared' where person_id = $1`, [personId, country]);
}

export interface HistoryRow {
  readonly n: number;
  readonly at: Date;
  readonly kind: string;
  readonly body: string | null;
  readonly logIndex: number | null;
}

/** A page of a person's entries, newest first, below `before`. */
export async function readHistory(
  sql: Sql,
  personId: string,
  before: number | null,
  limit: number,
): Promise<readonly HistoryRow[]> {
  return await sql.rows<HistoryRow>(
    `select n, at, kind, body, log_index as "logIndex" from entry
     where person_id = $1 and ($2::bigint is null or n < $2) order by n desc limit $3`,
    [personId, before, limit],
  );
}

/** The version under which the person last left data; undefined where they never did. */
export async function latestSubmissionVersion(sql: Sql, personId: string): Promise<number | undefined> {
  const row = await sql.row<{ version: number }>(
    'select version from submission where person_id = $1 order by at desc, submission_id limit 1',
    [personId],
  );
  return row?.version;
}

/** How many persons there are. */
export async function countPersons(sql: Sql): Promise<number> {
  const row = await sql.row<{ persons: number }>('select count(*) as persons from person');
  return row?.persons ?? 0;
}
