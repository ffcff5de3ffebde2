import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { raiseFactsNumber } from '../../kernel/ledger/store.ts';
import { Refusal } from '../../kernel/refusal.ts';
import * as store from './store.ts';

/** Ends every secret of a service or provider: the next request with one is that of a stranger. */
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
  input: z.strictObject({ kind: z.enum(['service', 'provider']), name: z.string().min(1).max(40) }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx, input }) {
    const ended = await store.endCredentials(tx, input.kind, input.name);
    if (ended === 0) throw new Refusal('not_found', 'it has no credential', { field: 'name' });
    await raiseFactsNumber(tx);
    return { ended };
  },
});
