import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { AUTHENTICATING } from './factors/one-time-code.ts';
import { endStep, findStep } from './factors/store.ts';
import { secretToOpen, takeSecondFactor } from './factors/take-second-factor.ts';
import { networkOfAsker, seenSchema } from './seen-by.ts';
import { hashToken, startSession } from './sessions.ts';
import { countFailures, forgetFailures, refuseWhileThrottled, throttleOf } from './throttle.ts';

/** Wrong codes at one account from anywhere before codes pause; passkeys stay open meanwhile (ASVS 6.6.3). */
const CODES_EVERYWHERE = 50;

/**
 * The second half of a sign-in: a code of the app, or one recovery code in its place. A wrong one stays in the history
 * of the person, because whoever typed it knew their password.
 */
export const signInWithCode = defineAct({
  name: 'signInWithCode',
  section: 'security',
  askers: ['anyone'],
  recipients: ['nobody'],
  opens: 'own',
  categories: [AUTHENTICATING],
  facts: [],
  words: { ru: 'входит с одноразовым кодом', en: 'signs in with a one-time code', uk: 'входить з одноразовим кодом' },
  method: 'POST',
  path: '/sessions/code',
  input: z.strictObject({
    step: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    code: z.string().min(1).max(60),
    seen: seenSchema.optional(),
  }),
  recording: 'each',
  changesFacts: true,
  async prepare(parts, asker, { step }) {
    const personId = await findStep(parts.db, hashToken(step));
    if (personId === undefined) throw new Refusal('unauthenticated', 'the sign-in took too long; begin again');
    const throttles = [
      throttleOf(parts, ['code', personId, networkOfAsker(asker)]),
      throttleOf(parts, ['code-anywhere', personId], CODES_EVERYWHERE),
    ];
    await refuseWhileThrottled(parts.db, throttles);
    // Counted before it is looked at, so that many at once are many; forgotten when the code was right.
    await countFailures(parts.db, throttles);
    return { personId, throttles };
  },
  reach: async (_tx, _asker, _input, { personId }) => ({ personId }),
  fields: ({ tx, reached, input }) => secretToOpen(tx, reached.personId, input.code),
  async run(running) {
    const { tx, reached, input, prepared } = running;
    if (!(await endStep(tx, hashToken(input.step)))) {
      throw new Refusal('unauthenticated', 'the sign-in took too long; begin again');
    }
    const how = await takeSecondFactor(running, reached.personId, input.code);
    if (how === undefined) throw new Refusal('unauthenticated', '`code` is not right', { field: 'code' });
    await forgetFailures(tx, prepared.throttles);
    return await startSession(running, reached.personId, { how, strong: true, seen: input.seen });
  },
});
