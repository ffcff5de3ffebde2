import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { readIdentifier } from './identifiers.ts';
import { matchPassword } from './match-password.ts';
import { beginSession } from './sessions.ts';

/**
 * «Сайт обеспечивает безопасность учетной записи»: signing in by the account name, or by an e-mail or phone as it was
 * left, unproved as it is. Whatever is wrong, the answer is the same.
 */
export const signIn = defineAct({
  name: 'signIn',
  section: 'security',
  askers: ['anyone'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'входит в учётную запись', en: 'signs in to the account', uk: 'входить до облікового запису' },
  method: 'POST',
  path: '/sessions',
  input: z.strictObject({
    identifier: z.string().min(1).max(320),
    password: z.string().min(1).max(PASSWORD_CHARACTERS_MAX),
  }),
  recording: 'each',
  changesFacts: false,
  async prepare(parts, asker, input) {
    const network = asker.kind === 'anyone' ? asker.network : asker.kind;
    const personId = await matchPassword(parts, readIdentifier(input.identifier), input.password, network);
    if (personId === undefined) throw new Refusal('unauthenticated', 'the name, address or password is not right');
    return { personId };
  },
  reach: async (_tx, _asker, _input, { personId }) => ({ personId }),
  run: async ({ tx, parts, reached }) => ({ session: await beginSession(tx, parts.random, reached.personId) }),
});
