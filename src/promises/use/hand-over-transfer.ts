import assert from 'node:assert/strict';
import { z } from 'zod';
import { toWrite } from '../../kernel/db/writing.ts';
import type { FieldToOpen } from '../../kernel/gate/act.ts';
import { defineOpening, type OpeningMoment } from '../../kernel/gate/opening.ts';
import type { Version } from '../../kernel/policy/open-version.ts';
import { pseudonymFor } from '../../kernel/vault/pseudonym.ts';
import { readSealedRecord } from '../../kernel/vault/records/store.ts';
import {
  asConfirmed,
  confirmedByPerson,
  fieldRequiredByProvider,
  mayBeSent,
  presenceWasFresh,
  restricted,
} from './facts.ts';
import * as handed from './handed/store.ts';
import { PAYEE_CATEGORY, payeeToOpen } from './payee.ts';
import { reachTransfer } from './reach.ts';
import { requiredFields } from './required-fields.ts';
import * as store from './store.ts';

/**
 * «Часть персональной информации может быть предоставлена банку или платежной системе»: only what this provider requires
 * for this method, only for the transfer the person confirmed, once. The entry "is being handed over" commits before
 * the first byte leaves; what came of it is another act.
 */
export const handOverTransfer = defineOpening({
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
  changesFacts: false,
  async reach(reads, _asker, input) {
    const transfer = await store.findTransfer(reads, input.transfer);
    return transfer && reachTransfer(transfer);
  },
  recipient({ version, reached }) {
    const provider = version.declarations.providers.find(({ id }) => id === reached.provider.id);
    return provider?.kind === 'bank' ? 'bank' : 'payment-provider';
  },
  async fields({ reads, reached, version, person }) {
    const { transfer, personId } = reached;
    const [required, payee] = await Promise.all([
      requiredFields(reads, version.declarations, transfer, person?.country ?? null),
      Promise.all(
        payeeToOpen(transfer).map(async (one) => ({
          ...one,
          row: await readSealedRecord(reads, { personId, recordId: one.recordId }),
        })),
      ),
    ]);
    return [...required.map(({ field, row }) => ({ field, recordId: row?.recordId ?? null, row })), ...payee];
  },
  factsNow: (moment, opening) => factsOfHandOver(moment, opening),
  // That it may leave was decided in the moment of the entry; the attempt is numbered by the row itself.
  writes: ({ reached: { personId, transfer }, version }) =>
    toWrite(handed.handOvers, {
      personId,
      transferId: transfer.transferId,
      way: providerOf(version, transfer).handOver,
    }),
  run({ parts, reached, version, opened, written }) {
    const { transfer, personId } = reached;
    const provider = providerOf(version, transfer);
    return {
      attempt: written.attempt,
      provider,
      transfer,
      customer: pseudonymFor(parts.keys, `provider:${provider.id}`, personId),
      fields: version.declarations.fields,
      // Still sealed: the call that the worker makes, or the answer to the person's own request, is the sink.
      opened,
    };
  },
});

function providerOf({ declarations }: Version, { provider: named }: store.TransferRow) {
  const provider = declarations.providers.find(({ id }) => id === named);
  assert(provider !== undefined, 'an allowed hand-over has its provider');
  return provider;
}

async function factsOfHandOver(
  { reads, reached, version, person, at }: OpeningMoment<unknown, ReturnType<typeof reachTransfer>>,
  opening: Promise<readonly FieldToOpen[]>,
) {
  // Read again inside the moment: the row that reach saw may be older than the person's last entry.
  const [transfer, fields] = await Promise.all([store.findTransfer(reads, reached.transfer.transferId), opening]);
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
