import type { Sql, Tx } from '../../db/db.ts';

export interface PublicCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  /** The signed note with the signatures of its witnesses. */
  readonly note: string;
  readonly at: Date;
}

const COLUMNS = `size, root, at, note || coalesce(
    (select string_agg(line || chr(10), '' order by witness) from cosignature c where c.size = checkpoint.size), '') as note`;

/** How long a newer checkpoint waits for its witnesses before it is shown without them. */
const PATIENCE = `interval '10 seconds'`;

/** Whether the first checkpoint after the last one with a quorum has waited too long: then witnesses are away. */
const WAITED = `coalesce((select at from checkpoint where size > coalesce(
    (select max(size) from checkpoint where witnessed), 0) order by size limit 1) < clock_timestamp() - ${PATIENCE}, false)`;

/** What everybody is shown: the newest that a quorum has signed, or, while witnesses are away, the newest of all. */
export async function readPublicCheckpoint(sql: Sql): Promise<PublicCheckpoint | undefined> {
  return await sql.row<PublicCheckpoint>(
    `select ${COLUMNS} from checkpoint
     where size = case when ${WAITED} then (select max(size) from checkpoint)
       else coalesce((select max(size) from checkpoint where witnessed), (select max(size) from checkpoint)) end`,
  );
}

/** The newest of all, with the signatures that it has. */
export async function readNewestCheckpoint(sql: Sql): Promise<PublicCheckpoint | undefined> {
  return await sql.row<PublicCheckpoint>(`select ${COLUMNS} from checkpoint order by size desc limit 1`);
}

export interface EntryInLog {
  readonly leaf: Buffer;
  readonly salt: Buffer | null;
  readonly body: string | null;
  readonly logIndex: number;
  /** Of the checkpoint: the newest with a quorum that holds the entry, else the newest of all. */
  readonly size: number;
  readonly note: string;
}

/** What a receipt of one entry is made from, in one look; undefined while it is unknown or in no checkpoint yet. */
export async function readEntryInLog(sql: Sql, personId: string, n: number): Promise<EntryInLog | undefined> {
  return await sql.row<EntryInLog>(
    `select entry.leaf, entry.salt, entry.body, entry.log_index as "logIndex", over.size, over.note
     from entry cross join lateral (
       select ${COLUMNS} from checkpoint
       where size = coalesce((select max(size) from checkpoint where witnessed and size > entry.log_index),
         (select max(size) from checkpoint))
     ) over
     where entry.person_id = $1 and entry.n = $2 and entry.log_index is not null`,
    [personId, n],
  );
}

/** The last size that each witness signed, and when. */
export async function readLastSigned(sql: Sql): Promise<readonly { witness: string; size: number; at: Date }[]> {
  return await sql.rows(
    'select distinct on (witness) witness, size, at from cosignature order by witness, size desc limit 1000',
  );
}

export async function insertCosignatures(
  tx: Tx,
  size: number,
  lines: readonly { readonly witness: string; readonly line: string }[],
): Promise<readonly string[]> {
  await tx.run(
    `insert into cosignature (size, witness, line) select $1, witness, line
     from unnest($2::text[], $3::text[]) as given (witness, line) on conflict (size, witness) do nothing`,
    [size, lines.map(({ witness }) => witness), lines.map(({ line }) => line)],
  );
  const rows = await tx.rows<{ witness: string }>('select witness from cosignature where size = $1', [size]);
  return rows.map(({ witness }) => witness);
}

/**
 * Marks a checkpoint that has its quorum. One that comes late, while the newest is shown without witnesses, is left as it
 * is: nobody may be shown a shorter ledger than before.
 */
export async function markWitnessed(tx: Tx, size: number): Promise<void> {
  await tx.run(
    `update checkpoint set witnessed = true
     where size = $1 and (not ${WAITED} or size = (select max(size) from checkpoint))`,
    [size],
  );
}
