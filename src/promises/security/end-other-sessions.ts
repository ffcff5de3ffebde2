import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { endSteps } from './factors/store.ts';
import { endSessionsBut } from './store.ts';

/** Ends every session of one's own but this one, and every sign-in that was only half done. */
export const endOtherSessions = defineAct({
  name: 'endOtherSessions',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'завершает все остальные свои сеансы',
    en: 'ends all their other sessions',
    uk: 'завершує всі інші свої сеанси',
  },
  method: 'DELETE',
  path: '/own-sessions',
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: false,
  reach: ownReach,
  async run({ tx, reached, asker }) {
    assert(asker.kind === 'person', 'only a person has sessions');
    await endSteps(tx, reached.personId);
    return { ended: await endSessionsBut(tx, reached.personId, asker.session) };
  },
});
