import assert from 'node:assert/strict';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { refuseWithoutAccount } from '../without-account.ts';
import { spend } from './challenge.ts';
import { keepPasskey, newPasskeySchema, verifyAttestation } from './verify-attestation.ts';

/** «Ключ доступа, который не выманить на поддельной странице»: one more way in, for whoever has just proved presence. */
export const addPasskey = defineAct({
  name: 'addPasskey',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: { ru: 'добавляет ключ доступа', en: 'adds a passkey', uk: 'додає ключ доступу' },
  method: 'POST',
  path: '/own-passkeys',
  input: newPasskeySchema,
  recording: 'each',
  changesFacts: true,
  async prepare(parts, asker, input) {
    assert(asker.kind === 'person', 'only a person has passkeys');
    return await verifyAttestation(parts, { purpose: 'add-passkey', session: asker.session }, input);
  },
  reach: ownReach,
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run(running) {
    const { tx, reached, prepared } = running;
    await spend(tx, prepared.challenge);
    await refuseWithoutAccount(tx, reached.personId);
    return { id: await keepPasskey(running, reached.personId, prepared) };
  },
});
