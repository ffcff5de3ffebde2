import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { raiseFactsNumber } from '../../kernel/ledger/store.ts';
import { Refusal } from '../../kernel/refusal.ts';
import * as store from './store.ts';

/**
 * Ends the secrets of a service or provider: the next request with one is that of a stranger. After a rotation all but
 * the newest one.
 */
export const endCredential = defineAct({
  name: 'endCredential',
  section: 'security',
  askers: ['host', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'отзывает ключ доступа службы или платёжной системы',
    en: 'ends the credentials of a service or provider',
    uk: 'відкликає ключ доступу служби або платіжної системи',
  },
  method: 'DELETE',
  path: '/credentials/{kind}/{name}',
  internal: true,
  input: z.strictObject({
    kind: z.enum(['service', 'provider']),
    name: z.string().min(1).max(40),
    /** Whether the newest one stays. */
    older: z.boolean().default(false),
  }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx, input }) {
    const newest = input.older ? await store.livingCredential(tx, input.kind, input.name) : undefined;
    const ended = await store.endCredentials(tx, input.kind, input.name, newest ?? null);
    if (ended === 0) throw new Refusal('not_found', 'it has no credential', { field: 'name' });
    await raiseFactsNumber(tx);
    return { ended };
  },
});
