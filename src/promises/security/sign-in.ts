import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { insertStep, readOneTimeCodes } from './factors/store.ts';
import { secondFactorNeeded } from './facts.ts';
import { readIdentifier } from './identifiers.ts';
import { matchPassword } from './match-password.ts';
import { workSchema } from './proof-of-work.ts';
import { networkOfAsker, seenSchema } from './seen-by.ts';
import { hashToken, startSession } from './sessions.ts';

/** How long one may take from the password to the code. */
const STEP_MINUTES = 10;

/**
 * «Сайт обеспечивает безопасность учетной записи»: signing in by the account name, or by an e-mail or phone as it was
 * left, unproved as it is. Whatever is wrong, the answer is the same. Where one-time codes are on, the password opens
 * nothing yet: the answer is a step to be finished with `signInWithCode`.
 */
export const signIn = defineAct({
  name: 'signIn',
  section: 'security',
  askers: ['anyone'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [secondFactorNeeded],
  words: { ru: 'входит в учётную запись', en: 'signs in to the account', uk: 'входить до облікового запису' },
  method: 'POST',
  path: '/sessions',
  input: z.strictObject({
    identifier: z.string().min(1).max(320),
    password: z.string().min(1).max(PASSWORD_CHARACTERS_MAX),
    seen: seenSchema.optional(),
    /** What was done for this try, where the site asked for work. */
    work: workSchema.optional(),
  }),
  recording: 'each',
  changesFacts: false,
  async prepare(parts, asker, { identifier, password, seen, work }) {
    const network = networkOfAsker(asker);
    const personId = await matchPassword(parts, readIdentifier(identifier), password, network, {
      device: seen?.device,
      work,
    });
    if (personId === undefined) throw new Refusal('unauthenticated', 'the name, address or password is not right');
    return { personId };
  },
  reach: async (_tx, _asker, _input, { personId }) => ({ personId }),
  factsNow: async ({ tx, reached }) => ({
    secondFactorNeeded: (await readOneTimeCodes(tx, reached.personId))?.confirmedAt != null,
  }),
  async run(running) {
    const { tx, parts, reached, input } = running;
    const codes = await readOneTimeCodes(tx, reached.personId);
    if (codes?.confirmedAt != null) {
      const step = parts.random.bytes(32).toString('base64url');
      await insertStep(tx, hashToken(step), reached.personId, STEP_MINUTES);
      return { session: null, device: null, step };
    }
    const begun = await startSession(running, reached.personId, { how: 'password', strong: false, seen: input.seen });
    return { ...begun, step: null };
  },
});
