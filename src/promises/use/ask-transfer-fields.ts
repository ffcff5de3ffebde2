import { z } from 'zod';
import { leftFields } from '../../kernel/gate/left-fields.ts';
import { defineOpening } from '../../kernel/gate/opening.ts';
import { confirmedByPerson, fieldRequiredByProvider } from './facts.ts';
import { handedTransfer } from './reach.ts';

/**
 * A provider asks for more about a transfer it was handed. No shipped rule permits it: what it needs it got once. It
 * exists so that the asking is decided by the policy, refused with its section, and seen by the person.
 */
export const askTransferFields = defineOpening({
  name: 'askTransferFields',
  section: 'use',
  askers: ['provider'],
  recipients: ['payment-provider', 'bank'],
  opens: 'fields',
  names: 'provider',
  facts: [fieldRequiredByProvider, confirmedByPerson],
  words: {
    ru: 'просит ещё данные о переводе',
    en: 'asks for more data about a transfer',
    uk: 'просить ще дані про переказ',
  },
  method: 'POST',
  path: '/transfers/{transfer}/fields',
  input: z.strictObject({
    transfer: z.uuid(),
    fields: z
      .array(z.string().regex(/^[a-z][a-z0-9-]{0,39}$/))
      .min(1)
      .max(50),
  }),
  recording: 'each',
  changesFacts: false,
  reach: (reads, asker, input) => handedTransfer(reads, asker, input.transfer),
  recipient({ version, reached }) {
    const provider = version.declarations.providers.find(({ id }) => id === reached.provider.id);
    return provider?.kind === 'bank' ? 'bank' : 'payment-provider';
  },
  fields: ({ reads, input, reached }) => leftFields(reads, reached.personId, input.fields),
  factsNow: async ({ reached }) => ({ confirmedByPerson: reached.transfer.confirmed !== null }),
  run: ({ input, opened }) => ({
    fields: Object.fromEntries(input.fields.map((field) => [field, opened.get(field)?.unseal('answer') ?? null])),
  }),
});
