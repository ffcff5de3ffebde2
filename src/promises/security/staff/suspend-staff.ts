import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { raiseFactsNumber } from '../../../kernel/ledger/store.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { countOwners, personOfCard, suspendStaff as suspend } from './store.ts';

/**
 * A member of the staff acts no more until an owner says so, in every session at once; their roles stay as they were.
 * The last owner who can act is never suspended: nobody else could undo it.
 */
export const suspendStaff = defineAct({
  name: 'suspendStaff',
  section: 'security',
  askers: ['owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: {
    ru: 'приостанавливает или возобновляет работу сотрудника',
    en: 'suspends a member of the staff, or lets them act again',
    uk: 'призупиняє або поновлює роботу працівника',
  },
  method: 'PUT',
  path: '/staff/{card}/suspension',
  internal: true,
  input: z.strictObject({ card: z.uuid(), suspended: z.boolean() }),
  recording: 'each',
  changesFacts: true,
  reach: async (tx, _asker, { card }) =>
    (await personOfCard(tx, card)) === undefined ? undefined : { personId: null },
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, input: { card, suspended } }) {
    const personId = await personOfCard(tx, card);
    if (personId === undefined || (await suspend(tx, personId, suspended)) === 0) {
      throw new Refusal('conflict', 'there is nothing to change for this account', { field: 'card' });
    }
    // INVARIANT: the site's chain is held, so two owners cannot suspend each other at the same moment.
    if ((await countOwners(tx)) === 0) throw new Refusal('conflict', 'the last owner stays', { field: 'card' });
    await raiseFactsNumber(tx);
    return {};
  },
});
