import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { readLabels } from './staff-labels.ts';
import { cardsOf, readInvitations, readStaff } from './store.ts';

/** Who has which role, by the names that owners gave them. */
export const seeStaff = defineAct({
  name: 'seeStaff',
  section: 'security',
  askers: ['owner'],
  recipients: ['staff'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит список сотрудников',
    en: 'looks at the list of the staff',
    uk: 'переглядає список працівників',
  },
  method: 'GET',
  path: '/staff',
  internal: true,
  input: z.strictObject({}),
  recording: 'none',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  async run({ tx, parts }) {
    const rows = await readStaff(tx);
    const cards = await cardsOf(tx, parts.random, [...new Set(rows.map(({ personId }) => personId))]);
    const labels = await readLabels(parts, tx);
    const staff = rows.map(({ personId, role, since, suspendedAt }) => {
      const card = cards.get(personId) ?? '';
      return { card, label: labels[card] ?? null, role, since, suspendedAt };
    });
    const invitations = (await readInvitations(tx)).map(({ invitationId, role, expiresAt }) => ({
      invitation: invitationId,
      label: labels[invitationId] ?? null,
      role,
      expiresAt,
    }));
    return { staff, invitations };
  },
});
