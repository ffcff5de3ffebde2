import type { Sql, Tx } from '../../../kernel/db/db.ts';
import type { Reading, Reads } from '../../../kernel/db/reading.ts';
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

const broughtByTags: Reading<readonly Buffer[], BroughtRow> = {
  text: `with tagged as materialized (select * from unnest($2::integer[], $3::bytea[]) as tagged (asked, tag))
    select asked.i as asked, one.person_id as "personId", one.scheme, one.verifier, one.found
    from unnest($1::uuid[]) with ordinality as asked (somewhere, i)
    cross join lateral (
      (select person_id, scheme, verifier, true as found from brought_password
         join tag using (person_id) join tagged using (tag)
         where tagged.asked = asked.i and index_name in ('email', 'phone') limit 1)
      union all
      (select person_id, scheme, verifier, false from brought_password
         where person_id >= asked.somewhere order by person_id limit 1)
      union all
      (select person_id, scheme, verifier, false from brought_password order by person_id limit 1)
      limit 1
    ) one`,
  values: (all) => [
    all.map(([tag = Buffer.alloc(16)]) => tag.toString('hex', 0, 16)),
    all.flatMap((tags, index) => tags.map(() => index + 1)),
    all.flat(),
  ],
};

/**
 * The brought password of whoever left an address with one of these tags; else that of somebody, always the same for the
 * same tag. Nothing where nobody was brought with a password, or all of them have signed in since.
 */
export async function findBrought(reads: Reads, tags: readonly Buffer[]): Promise<BroughtRow | undefined> {
  return (await reads.read(broughtByTags, tags))[0];
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
