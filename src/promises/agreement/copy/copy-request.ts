import type { Tx } from '../../../kernel/db/db.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import { readCurrent } from '../../../kernel/vault/store.ts';
import * as store from '../store.ts';

/** Under this name lies in the vault what a copy that was asked for is to be sealed with. */
export const SEAL_FIELD = 'copy-request/seal';

/** An open request, with the record of its seal; undefined where there is none. */
export async function openCopyRequestOf(tx: Tx, personId: string) {
  const request = await store.readCopyRequest(tx, personId);
  const [seal] = await readCurrent(tx, personId, [SEAL_FIELD]);
  return request === undefined || seal === undefined ? undefined : { ...request, recordId: seal.recordId };
}

/** @returns whether there was one */
export async function forgetCopyRequest(
  { tx, parts }: { readonly tx: Tx; readonly parts: GateParts },
  personId: string,
): Promise<boolean> {
  const open = await openCopyRequestOf(tx, personId);
  if (open === undefined) return false;
  await store.closeCopyRequest(tx, personId);
  await parts.keyring.forget(tx, personId, [open.recordId]);
  return true;
}
