import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { makeSignInKey, putSignInKey } from './signing-keys.ts';

/**
 * The key that signs what services are told of a sign-in may have leaked: a new one signs from now on, and what any other
 * signed is believed no more.
 */
export const replaceSignInKey = defineAct({
  name: 'replaceSignInKey',
  section: 'security',
  askers: ['host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'заменяет ключ подписи входов',
    en: 'replaces the key that signs sign-ins',
    uk: 'замінює ключ підпису входів',
  },
  method: 'POST',
  path: '/sign-in-keys',
  internal: true,
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: false,
  prepare: (parts) => makeSignInKey(parts.clock.now().getTime()),
  reach: async () => ({ personId: null }),
  async run({ tx, parts, prepared }) {
    await putSignInKey(tx, parts, 'leaked', prepared);
    return { kid: prepared.kid };
  },
});
