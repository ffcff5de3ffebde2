import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Sql, Tx } from '../../../kernel/db/db.ts';
import { defineAct } from '../../../kernel/gate/act.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import { enqueue } from '../../../kernel/jobs.ts';
import { raiseFactsNumber } from '../../../kernel/ledger/store.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { twoFactorsShown } from '../facts.ts';
import { hashToken } from '../sessions.ts';
import * as sessions from '../store.ts';
import { ROLE_GIVEN_JOB } from './note-role.ts';
import { moveLabel } from './staff-labels.ts';
import { cardsOf, claimLink, insertStaff, isLinkHashAlive } from './store.ts';

/** Whoever holds the link takes its role, once, and only from a session that two factors stand behind. */
export const claimConsole = defineAct({
  name: 'claimConsole',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [twoFactorsShown],
  words: {
    ru: 'получает роль в администрации по одноразовой ссылке',
    en: 'takes a role in the administration by a one-time link',
    uk: 'отримує роль в адміністрації за одноразовим посиланням',
  },
  method: 'POST',
  path: '/owner-links/claim',
  internal: true,
  input: z.strictObject({ link: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }),
  recording: 'each',
  changesFacts: true,
  // A wrong link is out of everybody's reach: it writes nothing into the site's chain.
  reach: async (tx, _asker, { link }) => ((await isLinkAlive(tx, link)) ? { personId: null } : undefined),
  async factsNow({ tx, asker }) {
    assert(asker.kind === 'person', 'only a person claims the console');
    return { twoFactorsShown: (await sessions.readSession(tx, asker.session))?.strong ?? false };
  },
  async run({ tx, asker, input, parts }) {
    assert(asker.kind === 'person', 'only a person claims the console');
    const link = await claimLink(tx, hashToken(input.link));
    if (link === undefined) throw new Refusal('not_found', 'this link was used or is too old');
    if (!(await insertStaff(tx, asker.personId, link.role)))
      throw new Refusal('conflict', 'you have this role already');
    if (link.invitationId !== null) await keepInvitedLabel(parts, tx, asker.personId, link.invitationId);
    await raiseFactsNumber(tx);
    await enqueue(tx, { jobId: parts.random.uuid(), kind: ROLE_GIVEN_JOB, personId: asker.personId, reference: null });
    return { role: link.role };
  },
});

async function keepInvitedLabel(parts: GateParts, tx: Tx, personId: string, invitationId: string): Promise<void> {
  const card = (await cardsOf(tx, parts.random, [personId])).get(personId);
  if (card !== undefined) await moveLabel(parts, tx, invitationId, card);
}

/** Whether a link can still be claimed. */
export async function isLinkAlive(sql: Sql, link: string): Promise<boolean> {
  return await isLinkHashAlive(sql, hashToken(link));
}
