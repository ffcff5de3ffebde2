import assert from 'node:assert/strict';
import { electronicFormatIBAN, isValidIBAN } from 'ibantools';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { purposeDeclared } from './facts.ts';
import * as store from './store.ts';

const id = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** What a service may propose with a dealing: amounts in minor units (cents, kopecks). */
export const proposedSchema = z.strictObject({
  provider: id,
  method: id,
  amount: z.int().min(1).max(1_000_000_000_000),
  currency: z.string().regex(/^[A-Z]{3}$/),
  payee: z
    .string()
    .min(1)
    .max(140)
    .regex(/^[^\n\r]*$/, 'one line'),
  /** The account to pay to, which a bank needs. */
  account: z
    .string()
    .max(50)
    .transform((typed) => electronicFormatIBAN(typed) ?? '')
    .refine((account) => isValidIBAN(account), 'the number of a bank account (IBAN)')
    .optional(),
});

/**
 * A service of the site opens a dealing: one piece of business (an order, a booking) for one declared purpose. It names
 * no person: whoever holds the address of the page may join, and decides that themselves.
 */
export const openDealing = defineAct({
  name: 'openDealing',
  section: 'use',
  askers: ['service'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'service',
  facts: [purposeDeclared],
  words: { ru: 'открывает заказ', en: 'opens a dealing', uk: 'відкриває замовлення' },
  method: 'POST',
  path: '/dealings',
  input: z.strictObject({
    purpose: id,
    reference: z.string().min(1).max(100),
    transfer: proposedSchema.optional(),
  }),
  recording: 'each',
  changesFacts: true,
  idempotent: true,
  reach: async (_tx, asker, input) =>
    asker.kind === 'service' ? { personId: null, service: { id: asker.id, purpose: input.purpose } } : undefined,
  async run({ tx, parts, input, reached, version, made }) {
    if (input.transfer !== undefined) {
      const { provider, method } = input.transfer;
      const declared = version.declarations.providers.find((one) => one.id === provider);
      if (!declared?.methods.some((one) => one.id === method)) {
        throw new Refusal('invalid', '`transfer.provider` and `transfer.method` must be declared in the policy', {
          field: 'transfer.provider',
        });
      }
    }
    const dealingId = parts.random.uuid();
    const { id: service, purpose } = reached.service;
    const proposed = input.transfer ?? null;
    await store.insertDealing(tx, { dealingId, service, purpose, reference: input.reference, proposed });
    made(dealingId);
    return answer(dealingId);
  },
  async again({ tx }, reference) {
    const dealing = await store.findDealing(tx, reference);
    assert(dealing !== undefined, 'a dealing once opened stays');
    return answer(reference);
  },
});

function answer(dealingId: string) {
  return { id: dealingId, join: `/account/dealings/${dealingId}` };
}
