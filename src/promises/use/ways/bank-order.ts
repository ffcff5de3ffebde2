import { isValidBIC, isValidIBAN } from 'ibantools';
import { z } from 'zod';
import { decimalAmount } from '../../../kernel/amounts.ts';
import type { Field } from '../../../kernel/policy/declarations.ts';
import type { Sealed, Sink } from '../../../kernel/vault/sealed.ts';
import { payeeOf } from '../payee.ts';
import type { TransferRow } from '../store.ts';

/** One credit transfer, with every part in a field of its own. */
export interface BankOrder {
  readonly id: string;
  readonly at: Date;
  readonly amount: string;
  readonly currency: string;
  readonly payer: { readonly name: string; readonly account: string; readonly address: BankAddress | null };
  readonly payee: { readonly name: string; readonly account: string };
  /** The bank that is asked, by its BIC. */
  readonly bic: string | null;
}

const addressSchema = z.object({
  street: z.string().optional(),
  building: z.string().optional(),
  postcode: z.string().optional(),
  town: z.string().optional(),
  region: z.string().optional(),
  country: z.string().optional(),
});
export type BankAddress = z.infer<typeof addressSchema>;

/** Why a bank would refuse it. */
export type BankProblem =
  | 'payer-name'
  | 'payer-account'
  | 'payer-address'
  | 'address-letters'
  | 'payee-name'
  | 'payee-account'
  | 'amount';

interface ToBank {
  readonly provider: { readonly bic?: string | undefined };
  readonly transfer: TransferRow;
  readonly fields: readonly Field[];
  readonly opened: ReadonlyMap<string, Sealed<string>>;
}

/** Put together from the opened fields by their declared types. A name is taken as the person spelled it. */
export function bankOrder({ provider, transfer, fields, opened }: ToBank, sink: Sink, at: Date): BankOrder {
  const textOf = (type: Field['type']) => {
    const field = fields.find((one) => one.type === type && opened.has(one.id));
    return field === undefined ? '' : (opened.get(field.id)?.unseal(sink) ?? '');
  };
  const payee = payeeOf(transfer, opened, sink);
  const address = textOf('address');
  return {
    id: transfer.transferId.replaceAll('-', ''),
    at,
    amount: decimalAmount(transfer.amount, transfer.currency),
    currency: transfer.currency,
    payer: {
      name: textOf('latin-name') || textOf('name'),
      account: textOf('iban'),
      address: address === '' ? null : addressSchema.parse(JSON.parse(address)),
    },
    payee: { name: payee.name, account: payee.account ?? '' },
    bic: provider.bic ?? null,
  };
}

/** The letters that every bank of the scheme takes. */
const LETTERS = /^[A-Za-z0-9/?:().,'+ -]+$/;
const LENGTHS = { street: 70, building: 16, postcode: 16, town: 35, region: 35 } as const;

/** Everything that the bank would refuse, found before anything leaves. An address needs town and country in their fields. */
export function bankProblems({ payer, payee, amount, bic }: BankOrder): readonly BankProblem[] {
  const { address } = payer;
  const problems: [boolean, BankProblem][] = [
    [!isName(payer.name), 'payer-name'],
    [!isValidIBAN(payer.account), 'payer-account'],
    [address !== null && (!address.town || !/^[A-Z]{2}$/.test(address.country ?? '')), 'payer-address'],
    [address !== null && !fits(address), 'address-letters'],
    [!isName(payee.name), 'payee-name'],
    [!isValidIBAN(payee.account) || payee.account === payer.account, 'payee-account'],
    [!/^\d{1,9}(\.\d{2})?$/.test(amount) || (bic !== null && !isValidBIC(bic)), 'amount'],
  ];
  return problems.flatMap(([wrong, problem]) => (wrong ? [problem] : []));
}

function isName(name: string): boolean {
  return name.length <= 70 && LETTERS.test(name) && /[A-Za-z]/.test(name) && !/^\/|\/\/|\/$/.test(name);
}

function fits(address: BankAddress): boolean {
  return Object.entries(LENGTHS).every(([part, length]) => {
    const text = address[part as keyof typeof LENGTHS];
    return text === undefined || (text.length <= length && LETTERS.test(text));
  });
}
