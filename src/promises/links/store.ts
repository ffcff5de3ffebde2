import type { Sql } from '../../kernel/db/db.ts';

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
