import type { Sql } from '../../kernel/db/db.ts';
import type { Declarations } from '../../kernel/policy/declarations.ts';
import { readSealed, type SealedRow } from '../../kernel/vault/store.ts';

export interface RequiredField {
  readonly field: string;
  /** The value as it stands; undefined where the person never left it. */
  readonly row: SealedRow | undefined;
}

/** The fields a provider requires for a method, in the order of the declaration, each with the person's value. */
export async function requiredFields(
  sql: Sql,
  declarations: Declarations,
  transfer: { readonly personId: string; readonly provider: string; readonly method: string },
): Promise<readonly RequiredField[]> {
  const provider = declarations.providers.find(({ id }) => id === transfer.provider);
  const method = provider?.methods.find(({ id }) => id === transfer.method);
  const names = method?.fields.map(({ field }) => field) ?? [];
  const rows = names.length === 0 ? [] : await readSealed(sql, transfer.personId, names);
  return names.map((field) => ({ field, row: rows.find((row) => row.field === field) }));
}
