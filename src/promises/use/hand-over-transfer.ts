import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct, type FieldToOpen, type Moment } from '../../kernel/gate/act.ts';
import { pseudonymFor } from '../../kernel/vault/pseudonym.ts';
import {
  asConfirmed,
  confirmedByPerson,
  fieldRequiredByProvider,
  mayBeSent,
  presenceWasFresh,
  restricted,
} from './facts.ts';
import { PAYEE_CATEGORY, payeeToOpen } from './payee.ts';
import { reachTransfer } from './reach.ts';
import { requiredFields } from './required-fields.ts';
import * as store from './store.ts';

/**
 * «Часть персональной информации может быть предоставлена банку или платежной системе»: only what this provider requires
 * for this method, only for the transfer the person confirmed, once. The entry "is being handed over" commits before
 * the first byte leaves; what came of it is another act.
 */
export const handOverTransfer = defineAct({
  name: 'handOverTransfer',
  section: 'use',
  askers: ['worker'],
  recipients: ['payment-provider', 'bank'],
  opens: 'fields',
  categories: [PAYEE_CATEGORY],
  names: 'provider',
  facts: [fieldRequiredByProvider, confirmedByPerson, presenceWasFresh, asConfirmed, mayBeSent, restricted],
  words: {
    ru: 'передаёт данные для перевода',
    en: 'hands over data for a transfer',
    uk: 'передає дані для переказу',
  },
  method: 'POST',
  path: '/transfers/{transfer}/hand-over',
  internal: true,
  input: z.strictObject({ transfer: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, input) {
    const transfer = await store.findTransfer(tx, input.transfer);
    return transfer && reachTransfer(transfer);
  },
  recipient({ version, reached }) {
    const provider = version.declarations.providers.find(({ id }) => id === reached.provider.id);
    return provider?.kind === 'bank' ? 'bank' : 'payment-provider';
  },
  async fields({ tx, reached, version, person }) {
    const required = await requiredFields(tx, version.declarations, reached.transfer, person?.country ?? null);
    const fields = required.map(({ field, row }) => ({ field, recordId: row?.recordId ?? null, row }));
    return [...fields, ...payeeToOpen(reached.transfer)];
  },
  factsNow: (moment, opening) => factsOfHandOver(moment, opening),
  async run({ tx, parts, reached, version, opened }) {
    const provider = version.declarations.providers.find(({ id }) => id === reached.provider.id);
    assert(provider !== undefined, 'an allowed hand-over has its provider');
    const { transfer, personId } = reached;
    const { transferId } = transfer;
    return {
      attempt: await store.insertHandOver(tx, { personId, transferId, way: provider.handOver }),
      provider,
      transfer,
      customer: pseudonymFor(parts.keys, `provider:${provider.id}`, reached.personId),
      fields: version.declarations.fields,
      // Still sealed: the call that the worker makes, or the answer to the person's own request, is the sink.
      opened,
    };
  },
});

async function factsOfHandOver(
  { tx, reached, version, person, at }: Moment<unknown, ReturnType<typeof reachTransfer>, unknown>,
  opening: Promise<readonly FieldToOpen[]>,
) {
  // Read again inside the moment: the row that reach saw may be older than the person's last entry.
  const [transfer, fields] = await Promise.all([store.findTransfer(tx, reached.transfer.transferId), opening]);
  assert(transfer !== undefined, 'a transfer is never deleted while its person is here');
  const provider = version.declarations.providers.find(({ id }) => id === transfer.provider);
  const required = fields.filter(({ category }) => category === undefined);
  const { confirmed, presenceAt, confirmedAt, grantUntil } = transfer;
  const presenceLimit = version.declarations.thresholds.presenceMinutes * 60_000;
  const alive = grantUntil !== null && grantUntil > at;
  const repeatable = transfer.outcome === 'unknown' && provider?.idempotent === true;
  return {
    confirmedByPerson: confirmed !== null && transfer.cancelledAt === null,
    presenceWasFresh:
      presenceAt !== null && confirmedAt !== null && confirmedAt.getTime() - presenceAt.getTime() <= presenceLimit,
    asConfirmed:
      confirmed !== null &&
      confirmed.length === required.length &&
      required.every(({ field, row }) =>
        confirmed.some((one) => one.field === field && one.recordId === row?.recordId && one.version === row.version),
      ),
    mayBeSent: alive && (transfer.attempt === 0 || repeatable),
    restricted: person?.restricted ?? false,
  };
}
