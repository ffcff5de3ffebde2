import { type ToWrite, toWrite } from '../../../kernel/db/writing.ts';
import type { Moment } from '../../../kernel/gate/act.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import type { Field } from '../../../kernel/policy/declarations.ts';
import { addressTag } from './stop-link.ts';
import { newAddressTags, putAddressTags } from './store.ts';

interface Left {
  readonly field: Field;
  readonly plaintext: string;
}

/**
 * Whenever an address is left or corrected: its keyed hash is kept beside it, so that a stop of the address is found
 * before anything is opened.
 */
export async function keepAddressTags(
  { tx, parts }: Pick<Moment<unknown, unknown, unknown>, 'tx' | 'parts'>,
  personId: string,
  values: readonly Left[],
): Promise<void> {
  const addresses = addressesIn(parts, values);
  if (addresses.length > 0) await putAddressTags(tx, personId, addresses);
}

/** The same for somebody new. */
export function addressTagsOfNew(parts: GateParts, personId: string, values: readonly Left[]): readonly ToWrite[] {
  return addressesIn(parts, values).map((one) => toWrite(newAddressTags, { personId, ...one }));
}

function addressesIn(parts: GateParts, values: readonly Left[]) {
  return values.flatMap(({ field, plaintext }) => {
    const tag = field.type === 'email' ? addressTag(parts.keys, plaintext) : undefined;
    return tag === undefined ? [] : [{ field: field.id, tag }];
  });
}
