import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { enqueue } from '../../../kernel/jobs.ts';
import { raiseFactsNumber } from '../../../kernel/ledger/store.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { personsByTags } from '../../../kernel/vault/store.ts';
import { presenceWasFresh } from '../facts.ts';
import { livingTags } from '../identifiers.ts';
import { wasFresh } from '../presence.ts';
import { ROLE_GIVEN_JOB } from './note-role.ts';
import { keepLabel } from './staff-labels.ts';
import { cardsOf, insertStaff } from './store.ts';

export const STAFF_ROLES = ['owner', 'editor', 'verifier', 'legal-officer', 'support'] as const;

/**
 * An owner gives a role to somebody who registered like everybody else, by the account name they were told. It works
 * only in sessions that two factors stand behind, so one without a second factor has a role and can do nothing with it.
 */
export const giveRole = defineAct({
  name: 'giveRole',
  section: 'security',
  askers: ['owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: { ru: 'даёт роль сотрудника', en: 'gives a staff role', uk: 'надає роль працівника' },
  method: 'POST',
  path: '/staff',
  internal: true,
  input: z.strictObject({
    accountName: z.string().min(1).max(40),
    role: z.enum(STAFF_ROLES),
    /** How the owner calls them; sealed. */
    label: z.string().trim().min(1).max(60),
  }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, input, parts }) {
    const tags = await livingTags(parts, { kind: 'account-name', text: input.accountName });
    const [personId, ...others] = tags.length === 0 ? [] : await personsByTags(tx, 'account', tags);
    if (personId === undefined || others.length > 0) {
      throw new Refusal('invalid', 'no account has this `accountName`', { field: 'accountName' });
    }
    if (!(await insertStaff(tx, personId, input.role))) {
      throw new Refusal('conflict', 'this account has the role already', { field: 'role' });
    }
    const card = (await cardsOf(tx, parts.random, [personId])).get(personId) ?? '';
    await keepLabel(parts, tx, card, input.label);
    await raiseFactsNumber(tx);
    await enqueue(tx, { jobId: parts.random.uuid(), kind: ROLE_GIVEN_JOB, personId, reference: null });
    return { card };
  },
});
