import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { fieldRequiredByProvider } from './facts.ts';
import { PAYEE_CATEGORY, payeeOf, payeeToOpen } from './payee.ts';
import { ownTransfer } from './reach.ts';
import { requiredFields } from './required-fields.ts';
import { shownDigest } from './shown-digest.ts';
import { transferPath, transferState } from './transfer-state.ts';

/** «Это уйдёт с сайта»: exactly which fields would go to whom and why, with their values, before anything goes. */
export const seeTransfer = defineAct({
  name: 'seeTransfer',
  section: 'use',
  askers: ['person'],
  recipients: ['person'],
  opens: 'fields',
  categories: [PAYEE_CATEGORY],
  names: 'provider',
  facts: [fieldRequiredByProvider],
  words: { ru: 'смотрит перевод', en: 'looks at a transfer', uk: 'переглядає переказ' },
  method: 'GET',
  path: '/transfers/{transfer}',
  input: z.strictObject({ transfer: z.uuid() }),
  recording: 'session',
  changesFacts: false,
  reach: (tx, asker, input) => ownTransfer(tx, asker, input.transfer),
  async fields({ tx, reached, version }) {
    const required = await requiredFields(tx, version.declarations, reached.transfer);
    const fields = required.map(({ field, row }) => ({ field, recordId: row?.recordId ?? null }));
    return [...fields, ...payeeToOpen(reached.transfer)];
  },
  async run({ tx, reached, version, opened, at }) {
    const { transfer } = reached;
    const provider = version.declarations.providers.find(({ id }) => id === transfer.provider);
    const method = provider?.methods.find(({ id }) => id === transfer.method);
    const required = await requiredFields(tx, version.declarations, transfer);
    return {
      id: transfer.transferId,
      dealing: transfer.dealingId,
      provider: provider && { id: provider.id, kind: provider.kind, country: provider.country, words: provider.words },
      method: method && { id: method.id, words: method.words },
      amount: transfer.amount,
      currency: transfer.currency,
      payee: payeeOf(transfer, opened, 'answer'),
      state: transferState(transfer, at),
      path: transferPath(transfer, at),
      startedAt: transfer.startedAt,
      confirmedAt: transfer.confirmedAt,
      fields: required.map(({ field, row }) => ({
        field,
        why: method?.fields.find((one) => one.field === field)?.why ?? null,
        value: row === undefined ? null : (opened.get(field)?.unseal('answer') ?? null),
      })),
      missing: required.filter(({ row }) => row === undefined).map(({ field }) => field),
      /** What the confirmation must name, so that nothing changed between looking and confirming. */
      shown: shownDigest(transfer, required),
    };
  },
});
