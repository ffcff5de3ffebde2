import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { endOwnSession as end } from './store.ts';

/** Ends one of one's own sessions, at once and on the server. */
export const endOwnSession = defineAct({
  name: 'endOwnSession',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'завершает свой сеанс', en: 'ends a session of their own', uk: 'завершує свій сеанс' },
  method: 'DELETE',
  path: '/own-sessions/{session}',
  input: z.strictObject({ session: z.uuid() }),
  recording: 'each',
  changesFacts: false,
  reach: ownReach,
  async run({ tx, reached, input }) {
    if (!(await end(tx, reached.personId, input.session))) {
      throw new Refusal('not_found', 'there is no such session', { field: 'session' });
    }
    return {};
  },
});
