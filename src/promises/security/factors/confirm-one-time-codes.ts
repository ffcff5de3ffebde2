import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { hashToken } from '../sessions.ts';
import * as sessionStore from '../store.ts';
import { AUTHENTICATING, SECRET_FIELD, stepOfCode } from './one-time-code.ts';
import * as store from './store.ts';

/** Turns one-time codes on with a first right code; from then on a password alone signs in no more. */
export const confirmOneTimeCodes = defineAct({
  name: 'confirmOneTimeCodes',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'own',
  categories: [AUTHENTICATING],
  facts: [presenceWasFresh],
  words: { ru: 'включает одноразовые коды', en: 'turns one-time codes on', uk: 'вмикає одноразові коди' },
  method: 'PUT',
  path: '/own-one-time-codes',
  input: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async fields({ tx, reached: { personId } }) {
    const row = await store.readOneTimeCodes(tx, personId);
    return row === undefined ? [] : [{ field: SECRET_FIELD, recordId: row.secretRecord, category: AUTHENTICATING }];
  },
  async run({ tx, reached: { personId }, input, at, opened, asker, parts }) {
    const row = await store.readOneTimeCodes(tx, personId);
    if (row === undefined || row.confirmedAt !== null)
      throw new Refusal('conflict', 'nothing was prepared to be turned on');
    const secret = opened.get(row.secretRecord)?.unseal('comparison');
    const step = secret === undefined ? undefined : stepOfCode(secret, input.code, at);
    if (step === undefined || !(await store.takeStep(tx, personId, step))) {
      throw new Refusal('invalid', '`code` is not right', { field: 'code' });
    }
    await store.confirmOneTimeCodes(tx, personId);
    await store.endSteps(tx, personId);
    if (asker.kind !== 'person') return { session: null };
    // Password and code have both been shown in this session now.
    const token = parts.random.bytes(32).toString('base64url');
    await sessionStore.rotateSession(tx, asker.session, hashToken(token), true);
    return { session: token };
  },
});
