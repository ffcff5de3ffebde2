import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import { PASSWORD_CHARACTERS_MAX, PASSWORD_CHARACTERS_MIN } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { writeTags } from '../../kernel/vault/store.ts';
import {
  hasSignIn,
  insertSignIns,
  issueRecoveryCodes,
  keepSalts,
  makeAccountName,
  refusePoorPassword,
  tagsToKeep,
  verifierOf,
} from '../security/index.ts';
import { endOwnKeys } from './store.ts';

/**
 * Who left data without an account makes one of their own page: an account name, a password, recovery codes. What was
 * left is in it from the beginning, and the key ends. An address that was left signs nobody in before it is left again
 * with the password, because nobody has shown whose it is.
 */
export const openAccount = defineAct({
  name: 'openAccount',
  section: 'agreement',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'открывает учётную запись для оставленных данных',
    en: 'opens an account for the data they left',
    uk: 'відкриває обліковий запис для залишених даних',
  },
  method: 'POST',
  path: '/own-account',
  input: z.strictObject({ password: z.string().min(PASSWORD_CHARACTERS_MIN).max(PASSWORD_CHARACTERS_MAX) }),
  recording: 'each',
  changesFacts: true,
  async prepare(parts, _asker, { password }) {
    const { declarations } = await versionInForce(parts);
    refusePoorPassword(password, [declarations.site.name ?? '']);
    const accountName = makeAccountName(parts.random);
    const tags = await tagsToKeep(parts, { kind: 'account-name', text: accountName });
    const fresh = tags.map(({ tag }) => ({ tag, salt: parts.random.bytes(16) }));
    await parts.db.transaction((tx) => keepSalts(tx, fresh));
    const signIns = await Promise.all(
      fresh.map(async ({ tag, salt }) => ({
        tag,
        kind: 'account-name' as const,
        verifier: await verifierOf(parts, password, salt),
      })),
    );
    return { accountName, tags, signIns };
  },
  reach: ownReach,
  async run({ tx, parts, reached: { personId }, prepared, version }) {
    if (await hasSignIn(tx, personId)) throw new Refusal('conflict', 'there is an account already');
    await insertSignIns(tx, personId, prepared.signIns);
    await writeTags(tx, personId, 'account', prepared.tags);
    await endOwnKeys(tx, personId);
    const recoveryCodes = await issueRecoveryCodes(tx, parts.random, personId);
    return { accountName: prepared.accountName, recoveryCodes, version: version.number };
  },
});
