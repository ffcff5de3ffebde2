import { z } from 'zod';
import type { Tx } from '../../../kernel/db/db.ts';
import { defineAct } from '../../../kernel/gate/act.ts';
import { versionInForce } from '../../../kernel/gate/parts.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../../kernel/limits.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { FREE_CODE_TRIES } from '../addresses/letter-code.ts';
import { endAddressCodes, endMailboxRequests } from '../addresses/store.ts';
import { AUTHENTICATING } from '../factors/one-time-code.ts';
import { deleteOneTimeCodes, deletePasskeys, endSteps, readOneTimeCodes } from '../factors/store.ts';
import { secretToOpen, takeSecondFactor } from '../factors/take-second-factor.ts';
import { newVerifiers } from '../new-verifiers.ts';
import { networkOfAsker, seenSchema } from '../seen-by.ts';
import { startSession } from '../sessions.ts';
import * as store from '../store.ts';
import { countFailures, refuseWhileThrottled, throttleOf } from '../throttle.ts';
import { findWayBack } from './find-way-back.ts';
import { endRecoveries } from './store.ts';

const wrong = () => new Refusal('unauthenticated', '`code` is not right', { field: 'code' });
/** Wrong codes from one network before a pause. Nobody guesses 120 bits; this keeps the noise down. */
const FREE_TRIES = 10;

/**
 * The way back with a new password: by a recovery code, by the mailbox of an address that was proved, or by a recovery
 * that staff began and nobody cancelled. Nothing is told about anybody. Where codes of an app are on, it takes one of
 * them or a (second) recovery code too: recovery goes around no factor (ASVS 6.4.3).
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
    /** A recovery code, the key of a recovery that staff began, or, with `request`, the code of a letter. */
    code: z.string().min(1).max(60),
    request: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/)
      .optional(),
    second: z.string().max(60).optional(),
    password: z.string().min(1).max(PASSWORD_CHARACTERS_MAX),
    /** Passkeys and one-time codes stay only on wish. */
    keepFactors: z.boolean().default(false),
    seen: seenSchema.optional(),
  }),
  recording: 'each',
  changesFacts: true,
  async prepare(parts, asker, { code, request, password }) {
    const network = throttleOf(parts, ['recovery', networkOfAsker(asker)], FREE_TRIES);
    // The codes of a letter are short: each request for one has tries of its own, wherever they come from.
    const throttles =
      request === undefined ? [network] : [network, throttleOf(parts, ['recovery-letter', request], FREE_CODE_TRIES)];
    await refuseWhileThrottled(parts.db, throttles);
    if (request !== undefined) await countFailures(parts.db, throttles);
    const way = await findWayBack(parts, code, request);
    if (way === undefined) {
      if (request === undefined) await countFailures(parts.db, throttles);
      throw wrong();
    }
    const { site } = (await versionInForce(parts)).declarations;
    return { way, signIns: await newVerifiers(parts, way.personId, password, [site.name ?? '']) };
  },
  reach: async (_tx, _asker, _input, { way }) => ({ personId: way.personId }),
  fields: ({ tx, reached, input }) => secretToOpen(tx, reached.personId, input.second),
  async run(running) {
    const { tx, reached, input, prepared, parts } = running;
    const { personId } = reached;
    const { way } = prepared;
    if (!(await way.take(tx))) throw wrong();
    // Staff made sure of the person because every factor is gone: there is none to ask for.
    const codesAreOn = way.kind !== 'staff' && (await readOneTimeCodes(tx, personId))?.confirmedAt != null;
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
    await endPending(tx, personId);
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

/** What somebody else may have begun in the account comes to nothing (Sudhodanan and Paverd, unexpired e-mail change). */
async function endPending(tx: Tx, personId: string): Promise<void> {
  await endAddressCodes(tx, personId);
  await endMailboxRequests(tx, personId);
  await endRecoveries(tx, personId, null);
}
