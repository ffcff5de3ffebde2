import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { readHeldKey } from '../../kernel/vault/held/held-key-text.ts';
import { readHeldFields } from '../../kernel/vault/held/store.ts';
import { tellOfPerson } from './notices/tell-services.ts';
import * as store from './store.ts';

/** The person comes back with the key: everything is as it was, and its use goes on. Permitted by the floor. */
export const unsealOwnData = defineAct({
  name: 'unsealOwnData',
  section: 'use',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'распечатывает свои данные',
    en: 'unseals their data',
    uk: 'розпечатує свої дані',
  },
  method: 'DELETE',
  path: '/own-seal',
  input: z.strictObject({ key: z.string().max(200) }),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  async run({ tx, parts, reached: { personId }, input }) {
    const key = readHeldKey(input.key);
    if ((await readHeldFields(tx, personId)).length === 0) throw new Refusal('conflict', 'nothing is sealed');
    if (key === undefined || !(await parts.heldKeys.giveBack(tx, personId, key))) {
      throw new Refusal('invalid', '`key` does not open what you sealed', { field: 'key' });
    }
    if (await store.resume(tx, personId)) await tellOfPerson(tx, personId, 'person.resumed');
    return {};
  },
});
