import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { endSteps } from '../factors/store.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { endSessionsBut } from '../store.ts';
import { cardReach } from './card-reach.ts';

/**
 * Ends every session of a person, and every sign-in that was only half done: where somebody else may be in the account.
 * The person signs in again as ever, and reads in their history that the staff did this (ASVS 7.4.5).
 */
export const endSessionsOf = defineAct({
  name: 'endSessionsOf',
  section: 'security',
  askers: ['support', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: {
    ru: 'завершает все сеансы человека',
    en: 'ends every session of a person',
    uk: 'завершує всі сеанси людини',
  },
  method: 'DELETE',
  path: '/people/{card}/sessions',
  internal: true,
  input: z.strictObject({ card: z.uuid() }),
  recording: 'each',
  changesFacts: false,
  reach: (tx, _asker, { card }) => cardReach(tx, card),
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, reached: { personId } }) {
    await endSteps(tx, personId);
    return { ended: await endSessionsBut(tx, personId, null) };
  },
});
