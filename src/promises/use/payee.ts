import type { FieldToOpen } from '../../kernel/gate/act.ts';
import type { Sealed, Sink } from '../../kernel/vault/sealed.ts';
import type { TransferRow } from './store.ts';

/** How the payee of a person's own transfer lies in the vault: a name that no declared field can have. */
export const PAYEE_FIELD = 'transfer/payee';
/** How the address of a provider's page lies there, on which one transfer is finished. */
export const PAGE_FIELD = 'transfer/page';
/** Their DPV 2.3 category. */
export const PAYEE_CATEGORY = 'pd:Transaction';

export interface Payee {
  readonly name: string;
  readonly account: string | null;
}

/** As it is sealed: the name, and on a second line the account. Neither can hold a line's end. */
export function payeeText({ name, account }: Payee): string {
  return account === null ? name : `${name}\n${account}`;
}

interface RecordToOpen extends FieldToOpen {
  readonly recordId: string;
}

/** The payee as what an act opens: nothing where a service proposed the transfer, whose own words it then is. */
export function payeeToOpen({ payeeRecord }: TransferRow): readonly RecordToOpen[] {
  return toOpen(PAYEE_FIELD, payeeRecord);
}

export function pageToOpen({ pageRecord }: TransferRow): readonly RecordToOpen[] {
  return toOpen(PAGE_FIELD, pageRecord);
}

function toOpen(field: string, recordId: string | null): readonly RecordToOpen[] {
  return recordId === null ? [] : [{ field, recordId, category: PAYEE_CATEGORY }];
}

/** Whom the transfer pays, for a sink. A cancelled transfer has forgotten it: the name is empty. */
export function payeeOf(
  { payee, payeeAccount, payeeRecord }: TransferRow,
  opened: ReadonlyMap<string, Sealed<string>>,
  sink: Sink,
): Payee {
  if (payee !== null) return { name: payee, account: payeeAccount };
  const [name = '', account = null] = textOf(payeeRecord, opened, sink)?.split('\n') ?? [];
  return { name, account };
}

export function pageOf(
  { pageRecord }: TransferRow,
  opened: ReadonlyMap<string, Sealed<string>>,
  sink: Sink,
): string | null {
  return textOf(pageRecord, opened, sink) ?? null;
}

// What lies in the vault as a file opens as base64.
function textOf(record: string | null, opened: ReadonlyMap<string, Sealed<string>>, sink: Sink): string | undefined {
  const sealed = record === null ? undefined : opened.get(record);
  return sealed && Buffer.from(sealed.unseal(sink), 'base64').toString('utf8');
}
