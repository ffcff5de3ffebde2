import type { Declarations, Provider } from '../../src/kernel/policy/declarations.ts';
import { confirmTransfer, seeTransfer, startTransfer } from '../../src/promises/use/index.ts';
import { LEFT, type TestApp, type TestPerson } from './app.ts';
import { LIQPAY_KEY } from './payment-pages.ts';

const words = (text: string) => ({ ru: text, en: text, uk: text });

/** An account with right check digits, as banks publish them for examples. */
export const PAYER_ACCOUNT = 'DE89370400440532013000';
export const PAYEE_ACCOUNT = 'GB82WEST12345698765432';

/** What a person leaves who pays by bank: everything as the bank wants it, spelled by themselves. */
export const LEFT_FOR_BANK = {
  ...LEFT,
  'name-latin': 'Lampova Kanareika',
  account: PAYER_ACCOUNT,
  'address-latin': { street: 'Kryshtaleva', building: '7', postcode: '79000', town: 'Lviv', country: 'UA' },
} as const;

/** A provider of every kind at one address, and the fields that a bank needs. */
export function withEveryWay(address: string): (declarations: Declarations) => Declarations {
  return (declarations) => {
    const [name] = declarations.fields;
    if (name === undefined) throw new Error('a policy declares a field');
    const field = (id: string, type: typeof name.type, category: string) => ({
      ...name,
      ...{ id, type, category, required: false, words: words(id), why: words('for the bank') },
    });
    const provider = (id: string, more: Partial<Provider>): Provider => ({
      ...{ id, kind: 'payment-provider', words: words(id), country: 'UA', address, idempotent: true },
      ...{ handOver: 'signed-call', methods: [{ id: 'pay', words: words('pay'), fields: [] }] },
      ...more,
    });
    const needs = (...ids: string[]) => [
      { id: 'pay', words: words('pay'), fields: ids.map((one) => ({ field: one, why: words('needed') })) },
    ];
    return {
      ...declarations,
      fields: [
        ...declarations.fields,
        field('name-latin', 'latin-name', 'pd:Name'),
        field('account', 'iban', 'pd:BankAccount'),
        field('address-latin', 'address', 'pd:PhysicalAddress'),
      ],
      forms: declarations.forms.map((form) =>
        form.id !== 'registration'
          ? form
          : {
              ...form,
              fields: [
                ...form.fields,
                ...['name-latin', 'account', 'address-latin'].map((one) => ({ field: one, required: false })),
              ],
            },
      ),
      providers: [
        ...declarations.providers.map((one) => ({ ...one, address: `${address}/payments`, tellsStatus: true })),
        provider('stripe', { handOver: 'hosted-page', page: 'stripe' }),
        provider('liqpay', {
          ...{
            handOver: 'hosted-page',
            page: 'liqpay',
            merchant: 'sandbox_public',
            address: `${address}/api/3/checkout`,
          },
        }),
        provider('form-pay', {
          ...{ handOver: 'redirect-form', address: `${address}/pay`, tellsStatus: true, methods: needs('name') },
        }),
        provider('bank', {
          ...{ kind: 'bank', handOver: 'pain.001', address: `${address}/files`, idempotent: false, bic: 'COBADEFFXXX' },
          methods: needs('name-latin', 'account', 'address-latin'),
        }),
      ],
    };
  };
}

/** Credentials for all of them, with what Stripe and LiqPay themselves would have given. */
export async function shareSecrets(kit: TestApp): Promise<Readonly<Record<string, string>>> {
  const shared: Record<string, string> = {};
  for (const name of ['demo-pay', 'form-pay', 'bank']) {
    shared[name] = (await kit.credential('provider', name)).signingSecret ?? '';
  }
  await kit.credential('provider', 'stripe', { key: 'sk_test_key_of_nobody', reports: 'whsec_stripe_reports' });
  await kit.credential('provider', 'liqpay', { key: LIQPAY_KEY });
  return shared;
}

export interface Paying {
  readonly provider: string;
  readonly payee?: string;
  readonly account?: string;
  readonly amount?: number;
  readonly currency?: string;
  readonly method?: string;
}

/** A transfer of the person's own, started and, where it can be, confirmed as shown. */
export async function startPaying(kit: TestApp, person: TestPerson, paying: Paying): Promise<string> {
  const transfer = { method: 'pay', payee: 'Lamp shop', amount: 1250, currency: 'EUR', ...paying };
  return (await kit.app.gate.pass(startTransfer, person.asker, { transfer })).output.id;
}

export async function confirmPaying(kit: TestApp, person: TestPerson, transfer: string): Promise<void> {
  const { shown } = (await kit.app.gate.pass(seeTransfer, person.asker, { transfer })).output;
  await kit.app.gate.pass(confirmTransfer, person.asker, { transfer, shown, password: person.password });
}

export async function pay(kit: TestApp, person: TestPerson, paying: Paying): Promise<string> {
  const id = await startPaying(kit, person, paying);
  await confirmPaying(kit, person, id);
  await kit.app.worker.drain();
  return id;
}
