import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { refuseWithoutAccount } from '../without-account.ts';
import { issueRecoveryCodes } from './recovery-codes.ts';

/** New recovery codes, shown once; the older ones end. */
export const makeRecoveryCodes = defineAct({
  name: 'makeRecoveryCodes',
  section: 'security',
  askers: ['person'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: {
    ru: 'получает новые коды восстановления',
    en: 'gets new recovery codes',
    uk: 'отримує нові коди відновлення',
  },
  method: 'POST',
  path: '/own-recovery-codes',
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, reached: { personId }, parts }) {
    await refuseWithoutAccount(tx, personId);
    return { codes: await issueRecoveryCodes(tx, parts.random, personId) };
  },
});
