import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { assertionSchema, countPasskey, verifyPasskey } from './factors/verify-passkey.ts';
import { seenSchema } from './seen-by.ts';
import { startSession } from './sessions.ts';

/**
 * Signing in with a passkey: nothing is typed, so nothing can be guessed, lured away or slowed down by strangers. The
 * device verified its holder, so the session counts as one of two factors.
 */
export const signInWithPasskey = defineAct({
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
  async prepare(parts, _asker, { assertion }) {
    const answer = await verifyPasskey(parts, { purpose: 'sign-in', session: null }, assertion);
    if (answer === undefined) throw new Refusal('unauthenticated', 'this passkey does not sign in here');
    return answer;
  },
  reach: async (_tx, _asker, _input, { passkey }) => ({ personId: passkey.personId }),
  async run(running) {
    await countPasskey(running.tx, running.prepared);
    const how = { how: 'passkey', strong: true, seen: running.input.seen } as const;
    return await startSession(running, running.reached.personId, how);
  },
});
