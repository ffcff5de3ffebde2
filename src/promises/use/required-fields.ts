import type { Reads } from '../../kernel/db/reading.ts';
import type { Declarations, Provider } from '../../kernel/policy/declarations.ts';
import { readSealedFields } from '../../kernel/vault/packed/store.ts';
import type { OpenableRow } from '../../kernel/vault/store.ts';
import type { TransferRow } from './store.ts';

export interface RequiredField {
  readonly field: string;
  /** The value as it stands; undefined where the person never left it. */
  readonly row: OpenableRow | undefined;
}

/**
 * The fields a provider requires for a method, this amount and this person's country, in the order of the declaration,
 * each with the person's value.
 */
export async function requiredFields(
  reads: Reads,
  declarations: Declarations,
  transfer: Pick<TransferRow, 'personId' | 'provider' | 'method' | 'amount' | 'currency'>,
  country: string | null,
): Promise<readonly RequiredField[]> {
  const provider = declarations.providers.find(({ id }) => id === transfer.provider);
  const method = provider?.methods.find(({ id }) => id === transfer.method);
  const names = (method?.fields ?? []).filter((one) => isRequired(one, transfer, country)).map(({ field }) => field);
  const rows = names.length === 0 ? [] : await readSealedFields(reads, transfer.personId, names);
  return names.map((field) => ({ field, row: rows.find((row) => row.field === field) }));
}

type Condition = Provider['methods'][number]['fields'][number];

// An amount in another currency than the threshold's cannot be compared, and then the field is needed. So it is of a
// person whose country is not known.
function isRequired(
  { from, countries }: Condition,
  { amount, currency }: Pick<TransferRow, 'amount' | 'currency'>,
  country: string | null,
): boolean {
  if (countries !== undefined && country !== null && !countries.includes(country)) return false;
  return from === undefined || from.currency !== currency || amount >= from.amount;
}
