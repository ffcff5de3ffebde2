import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { enqueue } from '../../../kernel/jobs.ts';
import { raiseFactsNumber } from '../../../kernel/ledger/store.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { STAFF_ROLES } from './give-role.ts';
import { ROLE_ENDED_JOB } from './note-role.ts';
import { keepLabel } from './staff-labels.ts';
import { countOwners, endStaff, personOfCard, readRoles } from './store.ts';

/** Ends a role at once, in every session. The last owner stays: nobody else could give the role again. */
export const endRole = defineAct({
  name: 'endRole',
  section: 'security',
  askers: ['owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: { ru: 'снимает роль сотрудника', en: 'ends a staff role', uk: 'знімає роль працівника' },
  method: 'DELETE',
  path: '/staff/{card}/{role}',
  internal: true,
  input: z.strictObject({ card: z.uuid(), role: z.enum(STAFF_ROLES) }),
  recording: 'each',
  changesFacts: true,
  reach: async (tx, _asker, { card }) =>
    (await personOfCard(tx, card)) === undefined ? undefined : { personId: null },
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, input, parts }) {
    const personId = await personOfCard(tx, input.card);
    if (personId === undefined || !(await endStaff(tx, personId, input.role))) {
      throw new Refusal('not_found', 'this account does not have the role', { field: 'role' });
    }
    // INVARIANT: the site's chain is held, so two owners cannot end each other at the same moment.
    if ((await countOwners(tx)) === 0) throw new Refusal('conflict', 'the last owner stays', { field: 'role' });
    if ((await readRoles(tx, personId)).length === 0) await keepLabel(parts, tx, input.card, null);
    await raiseFactsNumber(tx);
    await enqueue(tx, { jobId: parts.random.uuid(), kind: ROLE_ENDED_JOB, personId, reference: null });
    return {};
  },
});
