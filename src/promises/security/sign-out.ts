import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import * as store from './store.ts';

/** Ends the session it is asked from, at once and on the server. */
export const signOut = defineAct({
  name: 'signOut',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'выходит из учётной записи', en: 'signs out of the account', uk: 'виходить з облікового запису' },
  method: 'DELETE',
  path: '/sessions/current',
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: false,
  reach: ownReach,
  async run({ tx, asker }) {
    assert(asker.kind === 'person', 'only a person has a session');
    await store.endSession(tx, asker.session);
    return {};
  },
});
