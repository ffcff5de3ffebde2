import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { cardReach } from '../staff/card-reach.ts';
import { countStaff } from '../staff/store.ts';
import { beginRecovery, CHECKED_HOW } from './store.ts';

/** How long an account's owner has to notice and cancel what staff began. */
export const WAITING_HOURS = 72;
/** The roles that may help with a recovery. */
export const RECOVERING_ROLES = ['support', 'verifier', 'owner'] as const;

/**
 * Staff who made sure whom they have before them say that a number is that person's. Nothing opens by it: the waiting
 * begins, the person sees it in their account and may cancel, and where the site has two who could look, two must.
 */
export const beginStaffRecovery = defineAct({
  name: 'beginStaffRecovery',
  section: 'security',
  askers: RECOVERING_ROLES,
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'начинает возврат доступа, убедившись, кто перед ним',
    en: 'begins a recovery after making sure who the person is',
    uk: 'починає повернення доступу, переконавшись, хто перед ним',
  },
  method: 'POST',
  path: '/people/{card}/recoveries',
  internal: true,
  input: z.strictObject({
    card: z.uuid(),
    number: z.string().trim().toLowerCase().min(1).max(20),
    checkedHow: z.enum(CHECKED_HOW),
  }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, _asker, { card }) => cardReach(tx, card),
  async run({ tx, reached: { personId }, input, asker }) {
    assert(asker.kind === 'person', 'staff are persons');
    if (asker.personId === personId) throw new Refusal('conflict', 'somebody else must do this for you');
    const { number, checkedHow } = input;
    const needsSecond = (await countStaff(tx, RECOVERING_ROLES)) >= 2;
    const row = { number, personId, checkedHow, begunBy: asker.personId, hours: WAITING_HOURS, needsSecond };
    if (!(await beginRecovery(tx, row))) {
      throw new Refusal('invalid', 'no request with this `number` is waiting', { field: 'number' });
    }
    return { needsSecond };
  },
});
