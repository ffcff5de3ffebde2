import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { requirePresence } from '../security/index.ts';
import { erasePerson } from './erase-person.ts';
import * as store from './store.ts';

/** Until when old copies may still hold what was erased: the epoch and its re-wrapping, days. */
export const HORIZON_DAYS = 30;

/**
 * The person's own erasure: keys, values, tags, sign-ins, sessions, dealings, jobs, the texts of the history. Permitted
 * by the floor whatever a version says. What stays are the leaves of the public log, which say nothing.
 */
export const eraseOwnData = defineAct({
  name: 'eraseOwnData',
  section: 'protection',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'стирает свои данные', en: 'erases their data', uk: 'стирає свої дані' },
  method: 'POST',
  path: '/own-data/erasure',
  input: z.strictObject({ password: z.string().max(PASSWORD_CHARACTERS_MAX).optional() }),
  recording: 'each',
  changesFacts: true,
  prepare: (parts, asker, { password }) =>
    requirePresence(parts, asker, { password, why: 'the password is needed to erase everything' }),
  reach: ownReach,
  async run({ tx, parts, reached, entry, at }) {
    const { personId } = reached;
    if (await store.isStaff(tx, personId)) {
      throw new Refusal('conflict', 'a member of staff gives up their roles before erasing their data');
    }
    await erasePerson({ tx, parts, entry }, personId);
    return { erasedAt: at, finalBy: new Date(at.getTime() + HORIZON_DAYS * 86_400_000) };
  },
});
