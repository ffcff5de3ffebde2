import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { AUTHENTICATING } from './factors/one-time-code.ts';
import { readOneTimeCodes } from './factors/store.ts';
import { secretToOpen, takeSecondFactor } from './factors/take-second-factor.ts';
import { assertionSchema, countPasskey, verifyPasskey } from './factors/verify-passkey.ts';
import { provePresence } from './match-password.ts';
import { hashToken } from './sessions.ts';
import * as store from './store.ts';
import { countFailures, forgetFailures, refuseWhileThrottled, throttleOf } from './throttle.ts';

const wrong = () => new Refusal('presence_required', 'this does not show that it is you', { field: 'password' });

/**
 * Showing once more that it is you, before something weighty: with a passkey of your own, or with the password, and a
 * code where codes are on. The session gets a new token (ASVS 7.2.4).
 */
export const renewPresence = defineAct({
  name: 'renewPresence',
  section: 'security',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'own',
  categories: [AUTHENTICATING],
  facts: [],
  words: {
    ru: 'снова подтверждает, что это он',
    en: 'shows once more that it is them',
    uk: 'знову підтверджує, що це вона',
  },
  method: 'POST',
  path: '/own-presence',
  input: z.union([
    z.strictObject({ assertion: assertionSchema }),
    z.strictObject({
      password: z.string().min(1).max(PASSWORD_CHARACTERS_MAX),
      code: z.string().max(60).optional(),
    }),
  ]),
  recording: 'each',
  changesFacts: true,
  async prepare(parts, asker, input) {
    assert(asker.kind === 'person', 'only a person has a session');
    const throttles = [throttleOf(parts, ['presence-code', asker.personId])];
    if ('assertion' in input) {
      const answer = await verifyPasskey(parts, { purpose: 'presence', session: asker.session }, input.assertion);
      if (answer?.passkey.personId !== asker.personId) throw wrong();
      return { answer, throttles };
    }
    if (!(await provePresence(parts, asker.personId, input.password))) throw wrong();
    if (input.code !== undefined) {
      await refuseWhileThrottled(parts.db, throttles);
      await countFailures(parts.db, throttles);
    }
    return { answer: undefined, throttles };
  },
  reach: ownReach,
  fields: ({ tx, reached, input }) => secretToOpen(tx, reached.personId, 'code' in input ? input.code : undefined),
  async run(running) {
    const { tx, asker, reached, input, prepared, parts } = running;
    assert(asker.kind === 'person', 'only a person has a session');
    const { answer, throttles } = prepared;
    const codesAreOn = (await readOneTimeCodes(tx, reached.personId))?.confirmedAt != null;
    if (answer !== undefined) await countPasskey(tx, answer);
    else if (codesAreOn) {
      const code = 'code' in input ? (input.code ?? '') : '';
      if ((await takeSecondFactor(running, reached.personId, code)) === undefined) throw wrong();
      await forgetFailures(tx, throttles);
    }
    const session = parts.random.bytes(32).toString('base64url');
    await store.rotateSession(tx, asker.session, hashToken(session), answer !== undefined || codesAreOn);
    return { session };
  },
});
