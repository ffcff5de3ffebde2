import type { Sql, Tx } from '../../kernel/db/db.ts';
import type { Reading, Reads } from '../../kernel/db/reading.ts';
import type { Writing } from '../../kernel/db/writing.ts';
import { Refusal } from '../../kernel/refusal.ts';

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

const earlierText: Reading<string, object> = {
  text: `select asked.i as asked from unnest($1::uuid[]) with ordinality as asked (id, i)
    join earlier_text on earlier_text_id = asked.id`,
  values: (ids) => [ids],
};

export async function hasEarlierText(reads: Reads, id: string): Promise<boolean> {
  return (await reads.read(earlierText, id)).length > 0;
}

export interface ImportRow {
  readonly personId: string;
  readonly importId: string;
  readonly row: number;
  readonly earlierText: string | null;
}

/** Each row of an import is brought once. */
export const newImportRows: Writing<ImportRow, object> = {
  text: `with given as materialized (
      select * from unnest($1::uuid[], $2::uuid[], $3::integer[], $4::uuid[]) with ordinality
        as given (person_id, import_id, row_number, earlier_text_id, i)
    ), made as (
      insert into import_row (person_id, import_id, row_number, earlier_text_id)
      select person_id, import_id, row_number, earlier_text_id from given order by import_id, row_number
      on conflict do nothing
      returning person_id
    )
    select i as asked from given join made using (person_id)`,
  values: (rows) => [
    rows.map(({ personId }) => personId),
    rows.map(({ importId }) => importId),
    rows.map(({ row }) => row),
    rows.map(({ earlierText }) => earlierText),
  ],
  leftOut: () => new Refusal('conflict', 'this row was brought already'),
};

/** The rows of an import that are here already. */
export async function rowsBrought(sql: Sql, importId: string): Promise<ReadonlySet<number>> {
  const rows = await sql.rows<{ row: number }>('select row_number as row from import_row where import_id = $1', [
    importId,
  ]);
  return new Set(rows.map(({ row }) => row));
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
