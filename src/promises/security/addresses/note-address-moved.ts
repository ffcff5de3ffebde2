import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import type { Gate } from '../../../kernel/gate/gate.ts';
import type { JobHandler } from '../../../kernel/jobs.ts';

/** Somebody else proved an address: this brings it into the history of who had proved it before. */
export const ADDRESS_MOVED_JOB = 'note-address-moved';

export const noteAddressMoved = defineAct({
  name: 'noteAddressMoved',
  section: 'security',
  askers: ['worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'отмечает, что подтверждённый адрес перешёл к тому, кто читает его почту',
    en: 'notes that a proved address went to whoever reads its mail',
    uk: 'відзначає, що підтверджена адреса перейшла до того, хто читає її пошту',
  },
  method: 'POST',
  path: '/address-notes/moved',
  internal: true,
  input: z.strictObject({ personId: z.uuid() }),
  recording: 'each',
  changesFacts: false,
  reach: async (_tx, _asker, { personId }) => ({ personId }),
  run: async () => ({}),
});

export function noteAddressMovedJob(gate: Gate): JobHandler {
  return async ({ personId }) => {
    assert(personId !== null, 'a note names its person');
    await gate.pass(noteAddressMoved, { kind: 'worker' }, { personId });
    return 'done';
  };
}
