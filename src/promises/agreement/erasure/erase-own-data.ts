import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../../kernel/limits.ts';
import { requirePresence } from '../../security/index.ts';
import { erasePerson, horizonFrom } from './erase-person.ts';
import { refuseForStaff } from './refuse-for-staff.ts';

/**
 * The person's own erasure: keys, values, tags, sign-ins, sessions, dealings, jobs, the texts of the history. Permitted
 * by the floor whatever a version says. What stays are the leaves of the public log, which say nothing. A second entry
 * says when no old copy opens any of it either.
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
    requirePresence(parts, asker, { password, why: 'the password is needed to erase', ownKeyWillDo: true }),
  reach: ownReach,
  async run({ tx, parts, reached: { personId }, entry, at }) {
    await refuseForStaff(tx, personId);
    await erasePerson({ tx, parts, entry }, personId);
    return { erasedAt: at, finalBy: horizonFrom(at) };
  },
});
