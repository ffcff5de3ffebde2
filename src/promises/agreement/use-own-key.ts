import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { hashToken } from '../security/index.ts';
import * as store from './store.ts';

/**
 * The key from the answering page, turned into half an hour of seeing, correcting, erasing and stopping. Asked by a
 * button: looking at the address changes nothing. Whoever holds the key is the person; nobody else has it.
 */
export const useOwnKey = defineAct({
  name: 'useOwnKey',
  section: 'agreement',
  askers: ['anyone', 'person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'открывает свою страницу по ключу',
    en: 'opens their own page by its key',
    uk: 'відкриває свою сторінку за ключем',
  },
  method: 'POST',
  path: '/own-key-sessions',
  input: z.strictObject({ key: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }),
  recording: 'each',
  changesFacts: false,
  async reach(tx, _asker, { key }) {
    const personId = await store.personOfOwnKey(tx, hashToken(key));
    return personId === undefined ? undefined : { personId };
  },
  async run({ tx, parts, reached }) {
    const token = parts.random.bytes(32).toString('base64url');
    await store.insertOwnKeySession(tx, hashToken(token), reached.personId);
    return { session: token };
  },
});
