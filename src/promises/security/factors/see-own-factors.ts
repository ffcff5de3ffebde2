import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { readProved } from '../addresses/store.ts';
import { readRecoveries } from '../recovery/store.ts';
import { passwordOf } from '../store.ts';
import { textOf } from '../text-of.ts';
import { PASSKEY_NAME_FIELD } from './add-passkey.ts';
import { AUTHENTICATING } from './one-time-code.ts';
import * as store from './store.ts';

/** The ways into one's own account: passkeys by the names one gave them, codes, recovery codes left. */
export const seeOwnFactors = defineAct({
  name: 'seeOwnFactors',
  section: 'security',
  askers: ['person'],
  recipients: ['person'],
  opens: 'own',
  categories: [AUTHENTICATING],
  facts: [],
  words: { ru: 'смотрит, как можно войти', en: 'looks at the ways to sign in', uk: 'переглядає способи входу' },
  method: 'GET',
  path: '/own-factors',
  input: z.strictObject({}),
  recording: 'session',
  changesFacts: false,
  reach: ownReach,
  async fields({ tx, reached }) {
    const passkeys = await store.readPasskeys(tx, reached.personId);
    return passkeys.map(({ nameRecord }) => ({
      field: PASSKEY_NAME_FIELD,
      recordId: nameRecord,
      category: AUTHENTICATING,
    }));
  },
  async run({ tx, reached, opened }) {
    const passkeys = await store.readPasskeys(tx, reached.personId);
    const codes = await store.readOneTimeCodes(tx, reached.personId);
    return {
      passkeys: passkeys.map(({ passkeyId, nameRecord, createdAt, usedAt, backedUp }) => ({
        id: passkeyId,
        name: textOf(opened, nameRecord),
        createdAt,
        usedAt,
        backedUp,
      })),
      oneTimeCodesSince: codes?.confirmedAt ?? null,
      recoveryCodes: await store.countRecoveryCodes(tx, reached.personId),
      password: await passwordOf(tx, reached.personId),
      provedAddresses: (await readProved(tx, reached.personId)).map(({ field, provedAt }) => ({ field, provedAt })),
      recoveries: (await readRecoveries(tx, reached.personId)).map(({ begunBy: _by, ...row }) => row),
    };
  },
});
