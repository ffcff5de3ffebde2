import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { cardReach } from '../staff/card-reach.ts';
import { RECOVERING_ROLES } from './begin-staff-recovery.ts';
import { endRecoveries } from './store.ts';

/** Staff take back a recovery that should not have begun. */
export const endStaffRecovery = defineAct({
  name: 'endStaffRecovery',
  section: 'security',
  askers: RECOVERING_ROLES,
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'прекращает возврат доступа',
    en: 'ends a recovery',
    uk: 'припиняє повернення доступу',
  },
  method: 'DELETE',
  path: '/people/{card}/recoveries/{number}',
  internal: true,
  input: z.strictObject({ card: z.uuid(), number: z.string().max(20) }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, _asker, { card }) => cardReach(tx, card),
  async run({ tx, reached, input }) {
    if ((await endRecoveries(tx, reached.personId, input.number)) === 0) {
      throw new Refusal('not_found', 'no such recovery is under way', { field: 'number' });
    }
    return {};
  },
});
