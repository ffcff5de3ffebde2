import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { endMailboxRequests } from '../addresses/store.ts';
import { endRecoveries } from './store.ts';

/** Whoever is still in their account ends every recovery of it that is under way. */
export const cancelRecovery = defineAct({
  name: 'cancelRecovery',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'отменяет возврат доступа к своей записи',
    en: 'cancels a recovery of their account',
    uk: 'скасовує повернення доступу до свого запису',
  },
  method: 'DELETE',
  path: '/own-recoveries',
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  async run({ tx, reached: { personId } }) {
    await endMailboxRequests(tx, personId);
    return { ended: await endRecoveries(tx, personId, null) };
  },
});
