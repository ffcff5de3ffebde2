import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { versionInForce } from '../../kernel/gate/parts.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { AUTHENTICATING } from './factors/one-time-code.ts';
import { hashRecoveryCode, readRecoveryCode } from './factors/recovery-codes.ts';
import {
  deleteOneTimeCodes,
  deletePasskeys,
  endSteps,
  personOfRecoveryCode,
  readOneTimeCodes,
  useRecoveryCode,
} from './factors/store.ts';
import { secretToOpen, takeSecondFactor } from './factors/take-second-factor.ts';
import { newVerifiers } from './new-verifiers.ts';
import { networkOfAsker, seenSchema } from './seen-by.ts';
import { startSession } from './sessions.ts';
import * as store from './store.ts';
import { countFailures, refuseWhileThrottled, throttleOf } from './throttle.ts';

const wrong = () => new Refusal('unauthenticated', '`code` is not right', { field: 'code' });
/** Wrong codes from one network before a pause. Nobody guesses 120 bits; this keeps the noise down. */
const FREE_TRIES = 10;

/**
 * The way back with a recovery code and a new password. No address is typed, so nothing is told about any. Where codes
 * of an app are on, it takes one of them or a second recovery code too: recovery goes around no factor (ASVS 6.4.3).
 * Every session ends, and every other way in is unlinked unless the person says otherwise.
 */
export const recoverAccount = defineAct({
  name: 'recoverAccount',
  section: 'security',
  askers: ['anyone'],
  recipients: ['nobody'],
  opens: 'own',
  categories: [AUTHENTICATING],
  facts: [],
  words: {
    ru: 'возвращает доступ кодом восстановления',
    en: 'recovers the account with a recovery code',
    uk: 'відновлює доступ кодом відновлення',
  },
  method: 'POST',
  path: '/recoveries',
  input: z.strictObject({
    code: z.string().min(1).max(60),
    second: z.string().max(60).optional(),
    password: z.string().min(1).max(PASSWORD_CHARACTERS_MAX),
    /** Passkeys and one-time codes stay only on wish. */
    keepFactors: z.boolean().default(false),
    seen: seenSchema.optional(),
  }),
  recording: 'each',
  changesFacts: true,
  async prepare(parts, asker, { code, password }) {
    const throttles = [throttleOf(parts, ['recovery', networkOfAsker(asker)], FREE_TRIES)];
    await refuseWhileThrottled(parts.db, throttles);
    const read = readRecoveryCode(code);
    const hash = read === undefined ? undefined : hashRecoveryCode(read);
    const personId = hash === undefined ? undefined : await personOfRecoveryCode(parts.db, hash);
    if (hash === undefined || personId === undefined) {
      await countFailures(parts.db, throttles);
      throw wrong();
    }
    const { site } = (await versionInForce(parts)).declarations;
    return {
      hash,
      personId,
      signIns: await newVerifiers(parts, personId, password, [site.name ?? '']),
    };
  },
  reach: async (_tx, _asker, _input, { personId }) => ({ personId }),
  fields: ({ tx, reached, input }) => secretToOpen(tx, reached.personId, input.second),
  async run(running) {
    const { tx, reached, input, prepared, parts } = running;
    const { personId } = reached;
    if (!(await useRecoveryCode(tx, personId, prepared.hash))) throw wrong();
    const codesAreOn = (await readOneTimeCodes(tx, personId))?.confirmedAt != null;
    const second = codesAreOn ? await takeSecondFactor(running, personId, input.second ?? '') : undefined;
    if (codesAreOn && second === undefined) {
      throw new Refusal('presence_required', 'a code of the app or another recovery code is needed too', {
        field: 'second',
      });
    }
    await store.insertSignIns(tx, personId, prepared.signIns);
    await store.endSessionsBut(tx, personId, null);
    await endSteps(tx, personId);
    await store.forgetDevices(tx, personId);
    if (!input.keepFactors) {
      const secretRecord = await deleteOneTimeCodes(tx, personId);
      const names = await deletePasskeys(tx, personId);
      const records = secretRecord === undefined ? names : [...names, secretRecord];
      if (records.length > 0) await parts.keyring.forget(tx, personId, records);
    }
    return await startSession(running, personId, {
      how: 'recovery',
      strong: second === 'one-time-code',
      seen: input.seen,
    });
  },
});
