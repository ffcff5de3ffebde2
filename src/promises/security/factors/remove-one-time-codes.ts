import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { passwordOf } from '../store.ts';
import * as store from './store.ts';

/** Turns one-time codes off and forgets their secret. */
export const removeOneTimeCodes = defineAct({
  name: 'removeOneTimeCodes',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: { ru: 'отключает одноразовые коды', en: 'turns one-time codes off', uk: 'вимикає одноразові коди' },
  method: 'DELETE',
  path: '/own-one-time-codes',
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, reached: { personId }, parts }) {
    if ((await passwordOf(tx, personId)) === 'short') {
      throw new Refusal('conflict', 'the password is too short to stand alone; change it first', { field: 'password' });
    }
    const secretRecord = await store.deleteOneTimeCodes(tx, personId);
    if (secretRecord === undefined) throw new Refusal('not_found', 'one-time codes are not on');
    await parts.keyring.forget(tx, personId, [secretRecord]);
    await store.endSteps(tx, personId);
    return {};
  },
});
