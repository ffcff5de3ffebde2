import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { heldTransfer } from '../collection/index.ts';
import { fieldRequiredByProvider } from './facts.ts';
import { PAYEE_CATEGORY, pageOf, pageToOpen, payeeOf, payeeToOpen } from './payee.ts';
import { ownTransfer } from './reach.ts';
import { requiredFields } from './required-fields.ts';
import { shownDigest } from './shown-digest.ts';
import { transferPath, transferState } from './transfer-state.ts';
import { bankOrder, bankProblems } from './ways/bank-order.ts';
import { leavesByForm } from './ways/way-of.ts';

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
  async fields({ tx, reached, version, person }) {
    const required = await requiredFields(tx, version.declarations, reached.transfer, person?.country ?? null);
    const fields = required.map(({ field, row }) => ({ field, recordId: row?.recordId ?? null }));
    return [...fields, ...payeeToOpen(reached.transfer), ...pageToOpen(reached.transfer)];
  },
  async run({ tx, reached, version, opened, at, person }) {
    const { transfer } = reached;
    const provider = version.declarations.providers.find(({ id }) => id === transfer.provider);
    const method = provider?.methods.find(({ id }) => id === transfer.method);
    const required = await requiredFields(tx, version.declarations, transfer, person?.country ?? null);
    const payee = payeeOf(transfer, opened, 'answer');
    const fields = version.declarations.fields.filter(({ id }) => required.some(({ field }) => field === id));
    const state = transferState(transfer, at);
    const missing = required.filter(({ row }) => row === undefined).map(({ field }) => field);
    const problems =
      provider?.handOver !== 'pain.001' || state !== 'started' || missing.length > 0
        ? []
        : bankProblems(bankOrder({ provider, transfer, fields, opened }, 'answer', at));
    return {
      id: transfer.transferId,
      dealing: transfer.dealingId,
      provider: provider && { id: provider.id, kind: provider.kind, country: provider.country, words: provider.words },
      method: method && { id: method.id, words: method.words },
      amount: transfer.amount,
      currency: transfer.currency,
      /** Null once a cancelled transfer has forgotten it. */
      payee: payee.name === '' ? null : payee.name,
      payeeAccount: payee.account,
      state,
      path: transferPath(transfer, at),
      startedAt: transfer.startedAt,
      confirmedAt: transfer.confirmedAt,
      fields: required.map(({ field, row }) => ({
        field,
        why: method?.fields.find((one) => one.field === field)?.why ?? null,
        value: row === undefined ? null : (opened.get(field)?.unseal('answer') ?? null),
      })),
      missing,
      /** Why the bank would refuse it, found before anything leaves. */
      problems,
      /** Where the person goes on: the provider's own page, or a form that this site answers with. */
      page: state === 'with-provider' ? pageOf(transfer, opened, 'answer') : null,
      byForm: leavesByForm(provider),
      /** What must be proven before it can be confirmed. */
      held: state === 'started' ? ((await heldTransfer(tx, version.declarations, at, transfer)) ?? null) : null,
      /** What the confirmation must name, so that nothing changed between looking and confirming. */
      shown: problems.length > 0 ? null : shownDigest(transfer, required),
    };
  },
});
