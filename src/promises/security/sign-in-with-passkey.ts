import { z } from 'zod';
import { toWrite } from '../../kernel/db/writing.ts';
import { defineRecording } from '../../kernel/gate/opening.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { passkeyNow, passkeySignIns } from './entering/passkey/store.ts';
import { hashChallenge, usedBefore } from './factors/challenge.ts';
import { assertionSchema, verifyPasskey } from './factors/verify-passkey.ts';
import { seenSchema } from './seen-by.ts';
import { newBegun, seenBegin } from './sessions.ts';

/**
 * Signing in with a passkey: nothing is typed, so nothing can be guessed, lured away or slowed down by strangers. The
 * device verified its holder, so the session counts as one of two factors.
 */
export const signInWithPasskey = defineRecording({
  name: 'signInWithPasskey',
  section: 'security',
  askers: ['anyone'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'входит с ключом доступа', en: 'signs in with a passkey', uk: 'входить з ключем доступу' },
  method: 'POST',
  path: '/sessions/passkey',
  input: z.strictObject({ assertion: assertionSchema, seen: seenSchema.optional() }),
  recording: 'each',
  changesFacts: false,
  async prepare(parts, _asker, { assertion, seen }) {
    const answer = await verifyPasskey(parts, { purpose: 'sign-in', session: null }, assertion);
    if (answer === undefined) throw new Refusal('unauthenticated', 'this passkey does not sign in here');
    const { passkey, challenge, signCount, backedUp } = answer;
    const { personId, passkeyId, signCount: countBefore } = passkey;
    const answered = { personId, passkeyId, challengeHash: hashChallenge(challenge) };
    return { answered, counted: { countBefore, signCount, backedUp }, begun: newBegun(parts, seen) };
  },
  together: (_asker, _input, { answered }) => [passkeyNow.together(answered)],
  async reach(reads, _asker, _input, { answered, counted }) {
    const now = await passkeyNow.read(reads, answered);
    if (now === undefined) throw new Refusal('unauthenticated', 'this passkey is not there any more');
    if (now.spent || now.signCount !== counted.countBefore) throw usedBefore();
    return { personId: answered.personId, personKey: { epoch: now.epoch, wrapped: now.wrapped } };
  },
  writes(moment) {
    const { answered, counted, begun } = moment.prepared;
    return toWrite(passkeySignIns, {
      ...answered,
      ...counted,
      ...seenBegin(moment, begun, { how: 'passkey', strong: true }),
    });
  },
  answer: ({ prepared }) => prepared.begun,
});
