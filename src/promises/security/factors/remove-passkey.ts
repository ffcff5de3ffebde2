import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { passwordOf } from '../store.ts';
import * as store from './store.ts';

/** Removes one passkey, and only that one (Kratos #3386). Where there is no password the last one stays: nobody shuts themselves out. */
export const removePasskey = defineAct({
  name: 'removePasskey',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: { ru: 'удаляет ключ доступа', en: 'removes a passkey', uk: 'видаляє ключ доступу' },
  method: 'DELETE',
  path: '/own-passkeys/{passkey}',
  input: z.strictObject({ passkey: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, reached: { personId }, input, parts }) {
    const nameRecord = await store.deletePasskey(tx, personId, input.passkey);
    if (nameRecord === undefined) throw new Refusal('not_found', 'there is no such passkey', { field: 'passkey' });
    if ((await passwordOf(tx, personId)) === 'none' && (await store.readPasskeys(tx, personId)).length === 0) {
      throw new Refusal('conflict', 'nothing else opens the account', { field: 'passkey' });
    }
    await parts.keyring.forget(tx, personId, [nameRecord]);
    return {};
  },
});
