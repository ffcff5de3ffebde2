import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { refuseWithoutAccount } from '../without-account.ts';
import { makeSecret, SECRET_FIELD, secretUri } from './one-time-code.ts';
import * as store from './store.ts';

/** Makes the secret of one-time codes and shows it once. It guards nothing until a first code was typed. */
export const prepareOneTimeCodes = defineAct({
  name: 'prepareOneTimeCodes',
  section: 'security',
  askers: ['person'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: {
    ru: 'готовит одноразовые коды в приложении',
    en: 'prepares one-time codes in an app',
    uk: 'готує одноразові коди в застосунку',
  },
  method: 'POST',
  path: '/own-one-time-codes',
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, reached: { personId }, parts, version }) {
    await refuseWithoutAccount(tx, personId);
    const standing = await store.readOneTimeCodes(tx, personId);
    if (standing?.confirmedAt) throw new Refusal('conflict', 'one-time codes are on already; remove them first');
    const secret = makeSecret(parts.random);
    const [kept] = await parts.keyring.store(tx, personId, [{ field: SECRET_FIELD, plaintext: secret }]);
    assert(kept !== undefined, 'one value stored is one record');
    await store.putOneTimeCodes(tx, personId, kept.recordId);
    const issuer = version.declarations.site.name ?? new URL(parts.baseUrl()).host;
    return { secret, uri: secretUri(secret, issuer, new URL(parts.baseUrl()).host) };
  },
});
