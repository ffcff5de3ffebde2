import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { Manifest } from '../manifest.ts';

export interface BatchRow {
  readonly batch: number;
  readonly manifest: Manifest | null;
  readonly digest: Buffer | null;
  readonly takenAt: Date | null;
}

/** Batches that are made, in their order, without what they hold. */
export async function batchesMade(
  sql: Sql,
  legalRequestId: string,
): Promise<readonly Pick<BatchRow, 'batch' | 'digest' | 'takenAt'>[]> {
  return await sql.rows(
    `select batch, digest, taken_at as "takenAt" from legal_request_batch where legal_request_id = $1 order by batch`,
    [legalRequestId],
  );
}

export async function findBatch(sql: Sql, legalRequestId: string, batch: number): Promise<BatchRow | undefined> {
  return await sql.row<BatchRow>(
    `select batch, manifest, digest, taken_at as "takenAt" from legal_request_batch
     where legal_request_id = $1 and batch = $2`,
    [legalRequestId, batch],
  );
}

/** @param archive Null where nobody of the batch has anything to give. @returns false when it was made before */
export async function insertBatch(
  tx: Tx,
  legalRequestId: string,
  batch: number,
  archive: { readonly manifest: Manifest; readonly digest: Buffer } | null,
): Promise<boolean> {
  const made = await tx.run(
    `insert into legal_request_batch (legal_request_id, batch, made_at, manifest, digest)
     values ($1, $2, clock_timestamp(), $3::jsonb, $4) on conflict do nothing`,
    [legalRequestId, batch, archive && JSON.stringify(archive.manifest), archive?.digest ?? null],
  );
  return made === 1;
}

export async function markBatchTaken(tx: Tx, legalRequestId: string, batch: number): Promise<void> {
  await tx.run(
    `update legal_request_batch set taken_at = coalesce(taken_at, clock_timestamp())
     where legal_request_id = $1 and batch = $2`,
    [legalRequestId, batch],
  );
}

export interface Progress {
  readonly persons: number;
  /** Of whom something or nothing was produced. */
  readonly produced: number;
}

export async function progressOf(sql: Sql, legalRequestId: string): Promise<Progress> {
  const row = await sql.row<Progress>(
    `select count(*) as persons, count(produced_at) as produced from legal_request_person where legal_request_id = $1`,
    [legalRequestId],
  );
  return row ?? { persons: 0, produced: 0 };
}
