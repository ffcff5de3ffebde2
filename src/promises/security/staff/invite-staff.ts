import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { presenceWasFresh } from '../facts.ts';
import { wasFresh } from '../presence.ts';
import { hashToken } from '../sessions.ts';
import { STAFF_ROLES } from './give-role.ts';
import { claimAddress } from './make-owner-link.ts';
import { keepLabel } from './staff-labels.ts';
import { insertLink } from './store.ts';

/** Long enough to be read on the next working day; then it invites nobody. */
const INVITATION_HOURS = 72;

/**
 * A one-time link by which somebody takes a role. It is shown to the owner and sent by nobody: the site knows no address
 * of who is invited. Whoever takes it needs an account and a session that two factors stand behind.
 */
export const inviteStaff = defineAct({
  name: 'inviteStaff',
  section: 'security',
  askers: ['owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [presenceWasFresh],
  words: {
    ru: 'приглашает сотрудника одноразовой ссылкой',
    en: 'invites a member of the staff by a one-time link',
    uk: 'запрошує працівника одноразовим посиланням',
  },
  method: 'POST',
  path: '/staff/invitations',
  internal: true,
  input: z.strictObject({
    role: z.enum(STAFF_ROLES),
    /** How the owner calls them; sealed. */
    label: z.string().trim().min(1).max(60),
  }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  factsNow: async (moment) => ({ presenceWasFresh: wasFresh(moment) }),
  async run({ tx, input: { role, label }, parts }) {
    const token = parts.random.bytes(32).toString('base64url');
    const invitationId = parts.random.uuid();
    const link = { linkHash: hashToken(token), hours: INVITATION_HOURS, role, invitationId };
    const expiresAt = await insertLink(tx, link);
    await keepLabel(parts, tx, invitationId, label);
    return { address: claimAddress(parts.baseUrl(), token), token, invitation: invitationId, expiresAt };
  },
});
