import { z } from 'zod';
import type { Tx } from '../../../kernel/db/db.ts';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import type { Field } from '../../../kernel/policy/declarations.ts';
import { readSealed } from '../../../kernel/vault/store.ts';
import { readProved } from '../addresses/store.ts';
import { readRecoveries } from '../recovery/store.ts';
import { passwordOf } from '../store.ts';
import { textOf } from '../text-of.ts';
import { AUTHENTICATING } from './one-time-code.ts';
import * as store from './store.ts';
import { PASSKEY_NAME_FIELD } from './verify-attestation.ts';

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
  async run({ tx, reached, opened, version }) {
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
      mailboxes: await mailboxesOf(tx, reached.personId, version.declarations.fields),
      provedAddresses: (await readProved(tx, reached.personId)).map(({ field, provedAt }) => ({ field, provedAt })),
      recoveries: (await readRecoveries(tx, reached.personId)).map(({ begunBy: _by, ...row }) => row),
    };
  },
});

/** The declared e-mail fields that hold something; what they hold stays closed. */
async function mailboxesOf(tx: Tx, personId: string, fields: readonly Field[]): Promise<readonly string[]> {
  const ids = fields.filter(({ type }) => type === 'email').map(({ id }) => id);
  const held = await readSealed(tx, personId, ids);
  return held.map(({ field }) => field);
}
