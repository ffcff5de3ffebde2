import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { demandByRule, holdsBack, proofWanted } from '../collection/index.ts';
import { heldByDemand, providerDeclared, restricted } from './facts.ts';
import { proposedSchema } from './open-dealing.ts';
import { PAYEE_FIELD, payeeText } from './payee.ts';
import * as store from './store.ts';

/**
 * The person starts a transfer of funds that a service proposed in a dealing they joined. Nothing leaves yet: what
 * would leave is shown next, and confirmed or not.
 */
export const startTransfer = defineAct({
  name: 'startTransfer',
  section: 'use',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'provider',
  facts: [providerDeclared, heldByDemand, restricted],
  words: { ru: 'начинает перевод', en: 'starts a transfer', uk: 'починає переказ' },
  method: 'POST',
  path: '/transfers',
  input: z.union([
    z.strictObject({ dealing: z.uuid() }),
    // Without a dealing: a transfer of the person's own, all of it their own words.
    z.strictObject({ transfer: proposedSchema }),
  ]),
  recording: 'each',
  changesFacts: true,
  idempotent: true,
  async reach(tx, asker, input) {
    if (asker.kind !== 'person') return undefined;
    const { personId } = asker;
    if ('transfer' in input) {
      const { provider, method } = input.transfer;
      return { personId, dealing: null, proposed: input.transfer, provider: { id: provider, method } };
    }
    const dealing = await store.findDealing(tx, input.dealing);
    if (dealing?.personId !== personId || dealing.proposed === null) return undefined;
    const { provider, method } = dealing.proposed;
    return { personId, dealing, proposed: dealing.proposed, provider: { id: provider, method } };
  },
  factsNow: async ({ tx, reached, person }) => ({
    heldByDemand: await holdsBack(tx, reached.personId, 'transfers'),
    restricted: person?.restricted ?? false,
  }),
  async run({ tx, parts, at, version, reached, made }) {
    const { dealing, proposed, personId } = reached;
    if (dealing !== null && dealing.endedAt !== null) throw new Refusal('conflict', 'this dealing has ended');
    const transferId = parts.random.uuid();
    const payee = { name: proposed.payee, account: proposed.account ?? null };
    const sealPayee = async () => {
      const value = { field: PAYEE_FIELD, plaintext: payeeText(payee), role: 'file' } as const;
      const [stored] = await parts.keyring.store(tx, personId, [value]);
      assert(stored !== undefined, 'what is stored has a record');
      return stored.recordId;
    };
    const { provider, method, amount, currency } = proposed;
    const row = { personId, transferId, dealingId: dealing?.dealingId ?? null, provider, method, amount, currency };
    const named =
      dealing === null
        ? { payee: null, payeeAccount: null, payeeRecord: await sealPayee() }
        : { payee: payee.name, payeeAccount: payee.account, payeeRecord: null };
    if (!(await store.insertTransfer(tx, { ...row, ...named }))) {
      throw new Refusal('conflict', 'a transfer of this dealing is under way already');
    }
    // What the policy wants proven before a transfer of this size is demanded here; the confirmation waits for it.
    const wanted = await proofWanted(tx, version.declarations, { personId, amount, currency });
    if (wanted !== undefined) await demandByRule({ tx, parts, at, version }, personId, wanted);
    made(transferId);
    return { id: transferId };
  },
  async again({ tx }, reference) {
    assert((await store.findTransfer(tx, reference)) !== undefined, 'a transfer once started stays');
    return { id: reference };
  },
});
