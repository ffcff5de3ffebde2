import type { Sql, Tx } from '../db/db.ts';
import type { Reading, Reads } from '../db/reading.ts';
import type { VersionRow } from './open-version.ts';
import type { PreparedVersion } from './version.ts';

const COLUMNS = 'number, digest, meaning, published_at as "publishedAt", published_by as "publishedBy"';

/** A version without its body: for lists. */
export type VersionSummary = Omit<VersionRow, 'body'>;

/** Publishes: the number is the primary key, so of two publications at once one fails. Answers the row's time. */
export async function insertVersion(
  tx: Tx,
  { number, digest, meaning, body }: PreparedVersion,
  publishedBy: string,
): Promise<VersionSummary> {
  const row = await tx.row<VersionSummary>(
    `insert into policy_version (number, digest, meaning, published_by, body)
     values ($1, $2, $3, $4, $5) returning ${COLUMNS}`,
    [number, Buffer.from(digest, 'hex'), Buffer.from(meaning, 'hex'), publishedBy, body],
  );
  if (!row) throw new Error('an insert answers its row');
  return row;
}

/** The number of the version in force; 0 where none has been published. */
const newest: Reading<null, { readonly number: number }> = {
  text: `select asked.i as asked, (select coalesce(max(number), 0) from policy_version) as number
    from unnest($1::integer[]) with ordinality as asked (nothing, i)`,
  values: (keys) => [keys],
};

export async function numberInForce(reads: Reads): Promise<number> {
  const [row] = await reads.read(newest, null);
  return row?.number ?? 0;
}

export async function versionInForce(sql: Sql): Promise<VersionRow | undefined> {
  return sql.row<VersionRow>(`select ${COLUMNS}, body from policy_version order by number desc limit 1`);
}

export async function versionByNumber(sql: Sql, number: number): Promise<VersionRow | undefined> {
  return sql.row<VersionRow>(`select ${COLUMNS}, body from policy_version where number = $1`, [number]);
}

/**
 * The version that was in force at an instant; none before the first publication. Compared to the millisecond, because
 * that is how an instant is shown: asked with the instant shown, a version answers itself.
 */
export async function versionAt(sql: Sql, instant: Date): Promise<VersionSummary | undefined> {
  return sql.row<VersionSummary>(
    `select ${COLUMNS} from policy_version where date_trunc('milliseconds', published_at) <= $1 order by number desc limit 1`,
    [instant],
  );
}

/** When each version was published, from the first. */
export async function listBeginnings(
  sql: Sql,
): Promise<readonly { readonly number: number; readonly publishedAt: Date }[]> {
  return sql.rows(`select number, published_at as "publishedAt" from policy_version order by number`);
}

/** Versions from the newest, at most `limit`, below a number where one is given. */
export async function listVersions(
  sql: Sql,
  { below, limit }: { below: number | null; limit: number },
): Promise<readonly VersionSummary[]> {
  return sql.rows<VersionSummary>(
    `select ${COLUMNS} from policy_version where $1::integer is null or number < $1 order by number desc limit $2`,
    [below, limit],
  );
}
