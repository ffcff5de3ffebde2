import type { Sql, Tx } from '../../kernel/db/db.ts';
import type { Tag } from '../../kernel/vault/store.ts';
import { holdLatestIndex } from '../../kernel/vault/tags/store.ts';

/**
 * Since when each address stands in the policy without a break: the version after the last one that does not name it.
 * An address is looked for as the words write it, the way JSON holds it.
 */
export async function readStandingSince(
  sql: Sql,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, { readonly number: number; readonly at: Date }>> {
  const rows = await sql.rows<{ address: string; number: number; at: Date }>(
    `select address, first.number, first.published_at as at
     from unnest($1::text[], $2::text[]) as link (address, written)
     cross join lateral (
       select number, published_at from policy_version
       where number > coalesce((select max(number) from policy_version where strpos(body, link.written) = 0), 0)
       order by number limit 1
     ) first`,
    [addresses, addresses.map((address) => JSON.stringify(address).slice(1, -1))],
  );
  return new Map(rows.map(({ address, number, at }) => [address, { number, at }]));
}

export interface EarlierText {
  readonly id: string;
  readonly digest: Buffer;
  readonly words: string;
  readonly by: string;
}

export async function insertEarlierText(tx: Tx, { id, digest, words, by }: EarlierText): Promise<void> {
  await tx.run('insert into earlier_text (earlier_text_id, digest, words, stated_by) values ($1, $2, $3, $4)', [
    id,
    digest,
    words,
    by,
  ]);
}

export async function hasEarlierText(sql: Sql, id: string): Promise<boolean> {
  return (await sql.row('select 1 as one from earlier_text where earlier_text_id = $1', [id])) !== undefined;
}

export interface ImportRow {
  readonly personId: string;
  readonly importId: string;
  readonly row: number;
  readonly earlierText: string | null;
}

/** @returns false where this row was brought already */
export async function insertImportRow(tx: Tx, { personId, importId, row, earlierText }: ImportRow): Promise<boolean> {
  const written = await tx.run(
    `insert into import_row (person_id, import_id, row_number, earlier_text_id) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [personId, importId, row, earlierText],
  );
  return written === 1;
}

/** The rows of an import that are here already. */
export async function rowsBrought(sql: Sql, importId: string): Promise<ReadonlySet<number>> {
  const rows = await sql.rows<{ row: number }>('select row_number as row from import_row where import_id = $1', [
    importId,
  ]);
  return new Set(rows.map(({ row }) => row));
}

/** The tags of a person who has none yet. */
export async function insertTags(
  tx: Tx,
  personId: string,
  tags: readonly (Tag & { readonly index: string })[],
): Promise<void> {
  if (tags.length === 0) return;
  await holdLatestIndex(tx, tags.at(-1)?.epoch ?? 1);
  await tx.run(
    `insert into tag (tag, index_name, epoch, person_id)
     select tag, index_name, epoch, $1 from unnest($2::bytea[], $3::text[], $4::integer[])
       as given (tag, index_name, epoch)`,
    [personId, tags.map(({ tag }) => tag), tags.map(({ index }) => index), tags.map(({ epoch }) => epoch)],
  );
}

/** Which of these identifiers somebody here left, as `index tag`. */
export async function tagsKnown(sql: Sql, tags: readonly Buffer[]): Promise<ReadonlySet<string>> {
  const rows = await sql.rows<{ known: string }>(
    `select distinct index_name || ' ' || encode(tag, 'hex') as known from tag where tag = any($1::bytea[])`,
    [tags],
  );
  return new Set(rows.map(({ known }) => known));
}

export async function eraseLinks(tx: Tx, personId: string): Promise<void> {
  await tx.run('delete from import_row where person_id = $1', [personId]);
}
