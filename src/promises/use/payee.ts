import type { FieldToOpen } from '../../kernel/gate/act.ts';
import type { Sealed, Sink } from '../../kernel/vault/sealed.ts';
import type { TransferRow } from './store.ts';

/** How the payee of a person's own transfer lies in the vault: a name that no declared field can have. */
export const PAYEE_FIELD = 'transfer/payee';
/** Its DPV 2.3 category. */
export const PAYEE_CATEGORY = 'pd:Transaction';

/** The payee as what an act opens: nothing where a service proposed the transfer, whose own words it then is. */
export function payeeToOpen({ payeeRecord }: TransferRow): readonly FieldToOpen[] {
  return payeeRecord === null ? [] : [{ field: PAYEE_FIELD, recordId: payeeRecord, category: PAYEE_CATEGORY }];
}

/** Whom the transfer pays, for a sink. */
export function payeeOf(
  { payee, payeeRecord }: TransferRow,
  opened: ReadonlyMap<string, Sealed<string>>,
  sink: Sink,
): string {
  if (payee !== null) return payee;
  const sealed = payeeRecord === null ? undefined : opened.get(payeeRecord);
  // The person has sealed it, and nobody here can say whom: nothing is sent meanwhile.
  if (sealed === undefined) return '';
  // What lies in the vault as a file opens as base64.
  return Buffer.from(sealed.unseal(sink), 'base64').toString('utf8');
}
