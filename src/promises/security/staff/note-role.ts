import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import type { Gate } from '../../../kernel/gate/gate.ts';
import type { JobHandler } from '../../../kernel/jobs.ts';

/**
 * A change of roles is an entry of the site's chain; these jobs bring it into the chain of the person too. They name
 * the person and hold nothing else.
 */
export const ROLE_GIVEN_JOB = 'note-role-given';
export const ROLE_ENDED_JOB = 'note-role-ended';

const shared = {
  section: 'security',
  askers: ['worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  method: 'POST',
  internal: true,
  input: z.strictObject({ personId: z.uuid() }),
  recording: 'each',
  changesFacts: false,
} as const;

export const noteRoleGiven = defineAct({
  ...shared,
  name: 'noteRoleGiven',
  words: {
    ru: 'отмечает, что дана роль сотрудника',
    en: 'notes that a staff role was given',
    uk: 'відзначає надану роль працівника',
  },
  path: '/role-notes/given',
  reach: async (_tx, _asker, { personId }) => ({ personId }),
  run: async () => ({}),
});

export const noteRoleEnded = defineAct({
  ...shared,
  name: 'noteRoleEnded',
  words: {
    ru: 'отмечает, что роль сотрудника закончилась',
    en: 'notes that a staff role ended',
    uk: 'відзначає, що роль працівника закінчилася',
  },
  path: '/role-notes/ended',
  reach: async (_tx, _asker, { personId }) => ({ personId }),
  run: async () => ({}),
});

export function noteRoleJob(gate: Gate, kind: typeof ROLE_GIVEN_JOB | typeof ROLE_ENDED_JOB): JobHandler {
  const act = kind === ROLE_GIVEN_JOB ? noteRoleGiven : noteRoleEnded;
  return async ({ personId }) => {
    assert(personId !== null, 'a note of a role names its person');
    await gate.pass(act, { kind: 'worker' }, { personId });
    return 'done';
  };
}
