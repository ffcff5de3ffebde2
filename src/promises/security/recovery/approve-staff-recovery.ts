import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { begunByAnother } from '../facts.ts';
import { cardReach } from '../staff/card-reach.ts';
import { RECOVERING_ROLES } from './begin-staff-recovery.ts';
import { approveRecovery, begunBy } from './store.ts';

/** The second pair of eyes: another member of the staff than the one who began. */
export const approveStaffRecovery = defineAct({
  name: 'approveStaffRecovery',
  section: 'security',
  askers: RECOVERING_ROLES,
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [begunByAnother],
  words: {
    ru: 'подтверждает возврат доступа, начатый другим сотрудником',
    en: 'approves a recovery that another member of the staff began',
    uk: 'підтверджує повернення доступу, яке почав інший працівник',
  },
  method: 'POST',
  path: '/people/{card}/recoveries/{number}/approval',
  internal: true,
  input: z.strictObject({ card: z.uuid(), number: z.string().max(20) }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, _asker, { card }) => cardReach(tx, card),
  async factsNow({ tx, asker, reached, input }) {
    const by = await begunBy(tx, reached.personId, input.number);
    const own = asker.kind === 'person' && asker.personId === reached.personId;
    return { begunByAnother: by !== undefined && asker.kind === 'person' && by !== asker.personId && !own };
  },
  async run({ tx, reached, input, asker }) {
    assert(asker.kind === 'person', 'staff are persons');
    if (!(await approveRecovery(tx, reached.personId, input.number, asker.personId))) {
      throw new Refusal('conflict', 'it is approved already, or over', { field: 'number' });
    }
    return {};
  },
});
