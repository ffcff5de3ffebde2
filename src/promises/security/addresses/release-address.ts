import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { deleteProved, endMailboxRequests } from './store.ts';

/** From now on this address recovers nothing; signing in by it goes on as before. */
export const releaseAddress = defineAct({
  name: 'releaseAddress',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: {
    ru: 'отменяет подтверждение своего адреса',
    en: 'takes back the proof of their address',
    uk: 'скасовує підтвердження своєї адреси',
  },
  method: 'DELETE',
  path: '/own-addresses/{field}',
  input: z.strictObject({ field: z.string().min(1).max(40) }),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, reached: { personId }, input: { field } }) {
    if (!(await deleteProved(tx, personId, field))) {
      throw new Refusal('not_found', 'this address was not proved', { field: 'field' });
    }
    await endMailboxRequests(tx, personId);
    return {};
  },
});
