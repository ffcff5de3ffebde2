import { createHash } from 'node:crypto';
import type { RequiredField } from './required-fields.ts';
import type { TransferRow } from './store.ts';

/**
 * One digest over amount, payee, recipient and the version of each value: what the person saw. Holds no value; a payee
 * that the person typed stands in it by its record, which never changes.
 */
export function shownDigest(transfer: TransferRow, required: readonly RequiredField[]): string {
  const { transferId, provider, method, amount, currency, payee, payeeAccount, payeeRecord } = transfer;
  const fields = required.map(({ field, row }) => [field, row?.recordId ?? null, row?.version ?? null]);
  const whom = payee === null ? payeeRecord : [payee, payeeAccount];
  const shown = JSON.stringify([transferId, provider, method, amount, currency, whom, fields]);
  return createHash('sha256').update(shown).digest('base64url');
}
