import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { keepLabel } from './staff-labels.ts';
import { deleteInvitation } from './store.ts';

/** An invitation that nobody took yet is worth nothing from now on. */
export const endInvitation = defineAct({
  name: 'endInvitation',
  section: 'security',
  askers: ['owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: { ru: 'отзывает приглашение', en: 'takes back an invitation', uk: 'відкликає запрошення' },
  method: 'DELETE',
  path: '/staff/invitations/{invitation}',
  internal: true,
  input: z.strictObject({ invitation: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, input: { invitation }, parts }) {
    if (!(await deleteInvitation(tx, invitation))) {
      throw new Refusal('not_found', 'this invitation was taken or is too old', { field: 'invitation' });
    }
    await keepLabel(parts, tx, invitation, null);
    return {};
  },
});
