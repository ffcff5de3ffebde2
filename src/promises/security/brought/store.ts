import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { Writing } from '../../../kernel/db/writing.ts';
import type { Tag } from '../../../kernel/vault/store.ts';

export interface BroughtRow {
  readonly personId: string;
  readonly scheme: Buffer;
  readonly verifier: Buffer;
  /** Whether it is the one that was looked for; else somebody's, in whose place nobody is. */
  readonly found: boolean;
}

export const newBrought: Writing<Omit<BroughtRow, 'found'>, object> = {
  text: `with given as materialized (
      select * from unnest($1::uuid[], $2::bytea[], $3::bytea[]) with ordinality as given (person_id, scheme, verifier, i)
    ), made as (
      insert into brought_password (person_id, scheme, verifier) select person_id, scheme, verifier from given
    )
    select i as asked from given`,
  values: (rows) => [
    rows.map(({ personId }) => personId),
    rows.map(({ scheme }) => scheme),
    rows.map(({ verifier }) => verifier),
  ],
};

/**
 * The brought password of whoever left an address with one of these tags; else that of somebody, always the same for the
 * same tag. Nothing where nobody was brought with a password, or all of them have signed in since.
 */
export async function findBrought(sql: Sql, tags: readonly Buffer[]): Promise<BroughtRow | undefined> {
  return await sql.row<BroughtRow>(
    `(select person_id as "personId", scheme, verifier, true as found from brought_password
        join tag using (person_id) where tag = any($1) and index_name in ('email', 'phone') limit 1)
     union all
     (select person_id, scheme, verifier, false from brought_password
        where person_id >= $2::uuid order by person_id limit 1)
     union all
     (select person_id, scheme, verifier, false from brought_password order by person_id limit 1)
     limit 1`,
    [tags, (tags[0] ?? Buffer.alloc(16)).toString('hex', 0, 16)],
  );
}

/** What the person may sign in by from now on. */
export async function addressTags(
  sql: Sql,
  personId: string,
): Promise<readonly (Tag & { readonly kind: 'email' | 'phone' })[]> {
  return await sql.rows(
    `select tag, epoch, index_name as kind from tag where person_id = $1 and index_name in ('email', 'phone')`,
    [personId],
  );
}

/** @returns false where another sign-in was first */
export async function dropBrought(tx: Tx, personId: string): Promise<boolean> {
  return (await tx.run('delete from brought_password where person_id = $1', [personId])) === 1;
}
