import { z } from 'zod';
import { toWrite } from '../../kernel/db/writing.ts';
import { defineRecording } from '../../kernel/gate/opening.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { newSteps, passwordNow, passwordSignIns } from './entering/password/store.ts';
import { secondFactorNeeded } from './facts.ts';
import { readIdentifier } from './identifiers.ts';
import { matchPassword } from './match-password.ts';
import { workSchema } from './proof-of-work.ts';
import { networkOfAsker, seenSchema } from './seen-by.ts';
import { hashToken, newBegun, seenBegin } from './sessions.ts';

/** How long one may take from the password to the code. */
const STEP_MINUTES = 10;

/**
 * «Сайт обеспечивает безопасность учетной записи»: signing in by the account name, or by an e-mail or phone as it was
 * left, unproved as it is. Whatever is wrong, the answer is the same. Where one-time codes are on, the password opens
 * nothing yet: the answer is a step to be finished with `signInWithCode`.
 */
export const signIn = defineRecording({
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
    const matched = await matchPassword(parts, readIdentifier(identifier), password, network, {
      device: seen?.device,
      work,
    });
    if (matched === undefined) throw notRight();
    const step = parts.random.bytes(32).toString('base64url');
    return { matched, begun: newBegun(parts, seen), step };
  },
  together: (_asker, _input, { matched }) => [passwordNow.together(matched)],
  async reach(reads, _asker, _input, { matched }) {
    const now = await passwordNow.read(reads, matched);
    if (now === undefined || !now.stands) throw notRight();
    const { epoch, wrapped, coded } = now;
    return { personId: matched.personId, personKey: { epoch, wrapped }, coded };
  },
  factsNow: async ({ reached }) => ({ secondFactorNeeded: reached.coded }),
  writes(moment) {
    const { reached, prepared } = moment;
    if (!reached.coded)
      return toWrite(passwordSignIns, seenBegin(moment, prepared.begun, { how: 'password', strong: false }));
    const { personId } = reached;
    return toWrite(newSteps, { personId, stepHash: hashToken(prepared.step), minutes: STEP_MINUTES });
  },
  answer({ reached, prepared: { begun, step } }) {
    return reached.coded ? { session: null, device: null, step } : { ...begun, step: null };
  },
});

const notRight = () => new Refusal('unauthenticated', 'the name, address or password is not right');
