import type { Moment } from '../../../kernel/gate/act.ts';
import type { Field } from '../../../kernel/policy/declarations.ts';
import { addressTag } from './stop-link.ts';
import { putAddressTags } from './store.ts';

/**
 * Whenever an address is left or corrected: its keyed hash is kept beside it, so that a stop of the address is found
 * before anything is opened.
 */
export async function keepAddressTags(
  { tx, parts }: Pick<Moment<unknown, unknown, unknown>, 'tx' | 'parts'>,
  personId: string,
  values: readonly { readonly field: Field; readonly plaintext: string }[],
): Promise<void> {
  const addresses = values.flatMap(({ field, plaintext }) => {
    const tag = field.type === 'email' ? addressTag(parts.keys, plaintext) : undefined;
    return tag === undefined ? [] : [{ field: field.id, tag }];
  });
  if (addresses.length > 0) await putAddressTags(tx, personId, addresses);
}
