import type { Tx } from '../../../kernel/db/db.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import type { Field } from '../../../kernel/policy/declarations.ts';
import { removeTags } from '../../../kernel/vault/store.ts';
import { forgetAddressTags } from '../../communication/index.ts';
import { removeSignIns } from '../../security/index.ts';
import * as store from '../store.ts';

/**
 * Forgets what a person left in these fields, and everything that followed from it: an address no longer signs in, is no
 * longer found and gets no messages. A stop of messages stays: it is the address's own.
 */
export async function forgetFields(
  { tx, parts }: { readonly tx: Tx; readonly parts: GateParts },
  personId: string,
  held: readonly { readonly field: Field; readonly recordId: string }[],
): Promise<void> {
  for (const kind of ['email', 'phone'] as const) {
    if (!held.some(({ field }) => field.type === kind)) continue;
    await removeSignIns(tx, personId, kind);
    await removeTags(tx, personId, kind);
  }
  if (held.some(({ field }) => field.type === 'country')) await store.forgetCountry(tx, personId);
  await forgetAddressTags(
    tx,
    personId,
    held.map(({ field }) => field.id),
  );
  await parts.keyring.forget(
    tx,
    personId,
    held.map(({ recordId }) => recordId),
  );
  const fields = held.map(({ field }) => field.id);
  for (const hear of parts.dataListeners) await hear(tx, personId, fields, parts);
}
