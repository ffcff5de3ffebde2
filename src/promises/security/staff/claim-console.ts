import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Sql } from '../../../kernel/db/db.ts';
import { defineAct } from '../../../kernel/gate/act.ts';
import { enqueue } from '../../../kernel/jobs.ts';
import { raiseFactsNumber } from '../../../kernel/ledger/store.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { twoFactorsShown } from '../facts.ts';
import { hashToken } from '../sessions.ts';
import * as sessions from '../store.ts';
import { ROLE_GIVEN_JOB } from './note-role.ts';
import { claimLink, insertStaff, isLinkHashAlive } from './store.ts';

/** Whoever holds the link becomes an owner, once, and only from a session that two factors stand behind. */
export const claimConsole = defineAct({
  name: 'claimConsole',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [twoFactorsShown],
  words: {
    ru: 'становится владельцем сайта по ссылке',
    en: 'becomes an owner by the link',
    uk: 'стає власником за посиланням',
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
    if (!(await claimLink(tx, hashToken(input.link))))
      throw new Refusal('not_found', 'this link was used or is too old');
    if (!(await insertStaff(tx, asker.personId, 'owner'))) throw new Refusal('conflict', 'you are an owner already');
    await raiseFactsNumber(tx);
    await enqueue(tx, { jobId: parts.random.uuid(), kind: ROLE_GIVEN_JOB, personId: asker.personId, reference: null });
    return {};
  },
});

/** Whether a link can still be claimed. */
export async function isLinkAlive(sql: Sql, link: string): Promise<boolean> {
  return await isLinkHashAlive(sql, hashToken(link));
}
