import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import {
  PASSWORD_CHARACTERS_MAX,
  PASSWORD_CHARACTERS_MIN,
  SHORT_PASSWORD_CHARACTERS_MIN,
} from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { endSteps, readOneTimeCodes } from './factors/store.ts';
import { newVerifiers } from './new-verifiers.ts';
import { requirePresence } from './recent-presence.ts';
import { hashToken } from './sessions.ts';
import * as store from './store.ts';

/** A new password, by whoever knows the old one (ASVS 6.2.3). Every other session ends, and this one's token changes. */
export const changePassword = defineAct({
  name: 'changePassword',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'меняет пароль', en: 'changes the password', uk: 'змінює пароль' },
  method: 'PUT',
  path: '/own-password',
  input: z.strictObject({
    /** Absent only where the account has none yet. */
    password: z.string().max(PASSWORD_CHARACTERS_MAX).optional(),
    newPassword: z.string().min(1).max(PASSWORD_CHARACTERS_MAX),
  }),
  recording: 'each',
  changesFacts: true,
  async prepare(parts, asker, { password, newPassword }) {
    assert(asker.kind === 'person', 'only a person has a password');
    await requirePresence(parts, asker, { password, why: 'the password is not right' });
    const { site } = (await versionInForce(parts)).declarations;
    // Beside one-time codes a shorter one will do: alone it opens nothing.
    const guarded = (await readOneTimeCodes(parts.db, asker.personId))?.confirmedAt != null;
    const charactersMin = guarded ? SHORT_PASSWORD_CHARACTERS_MIN : PASSWORD_CHARACTERS_MIN;
    const known = [site.name ?? ''];
    return { signIns: await newVerifiers(parts, asker.personId, newPassword, known, 'newPassword', charactersMin) };
  },
  reach: ownReach,
  async run({ tx, asker, reached: { personId }, prepared, parts }) {
    assert(asker.kind === 'person', 'only a person has a password');
    const codesAreOn = (await readOneTimeCodes(tx, personId))?.confirmedAt != null;
    if (!codesAreOn && prepared.signIns.some(({ password }) => password === 'short')) {
      throw new Refusal('invalid', '`newPassword` is too short to stand alone', { field: 'newPassword' });
    }
    await store.insertSignIns(tx, personId, prepared.signIns);
    await store.endSessionsBut(tx, personId, asker.session);
    await endSteps(tx, personId);
    const session = parts.random.bytes(32).toString('base64url');
    await store.rotateSession(tx, asker.session, hashToken(session), false);
    return { session };
  },
});
