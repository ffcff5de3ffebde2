import { z } from 'zod';
import { sealedKind } from '../../kernel/explained/sealed-kinds.ts';
import { readOwnRecords } from '../../kernel/explained/store.ts';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { sayHeldKey } from '../../kernel/vault/held/held-key-text.ts';
import { readHeldFields } from '../../kernel/vault/held/store.ts';
import { requirePresence } from '../security/index.ts';
import { tellOfPerson } from './notices/tell-services.ts';
import * as store from './store.ts';

/**
 * «Пока Вы не вернётесь с ним, прочесть их не может никто, и мы тоже»: a pause under a key that the person alone holds.
 * What guards the account stays open, or nobody could sign in to come back.
 */
export const sealOwnData = defineAct({
  name: 'sealOwnData',
  section: 'use',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'запечатывает свои данные своим ключом',
    en: 'seals their data with a key of their own',
    uk: 'запечатує свої дані власним ключем',
  },
  method: 'POST',
  path: '/own-seal',
  input: z.strictObject({ password: z.string().max(PASSWORD_CHARACTERS_MAX).optional() }),
  recording: 'each',
  changesFacts: true,
  prepare: (parts, asker, { password }) =>
    requirePresence(parts, asker, { password, why: 'the password is needed to seal your data', ownKeyWillDo: true }),
  reach: ownReach,
  async run({ tx, parts, reached: { personId } }) {
    if ((await readHeldFields(tx, personId)).length > 0) throw new Refusal('conflict', 'the data is sealed already');
    const records = await readOwnRecords(tx, personId);
    const left = records.filter(({ field }) => sealedKind(field)?.left ?? true).map(({ recordId }) => recordId);
    if (left.length === 0) throw new Refusal('conflict', 'there is nothing to seal');
    if (await store.pause(tx, personId)) await tellOfPerson(tx, personId, 'person.paused');
    const key = await parts.heldKeys.hold(tx, personId, left);
    return { key: sayHeldKey(key), sealed: left.length };
  },
});
