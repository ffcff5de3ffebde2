import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { PASSWORD_CHARACTERS_MAX } from '../../../kernel/limits.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { LANGUAGES } from '../../../kernel/words.ts';
import { requirePresence } from '../../security/index.ts';
import * as store from '../store.ts';
import { forgetCopyRequest, SEAL_FIELD } from './copy-request.ts';
import { makeSeal, SEAL_INPUT } from './copy-seal.ts';

/**
 * A person asks whoever runs the machine for a copy of their data, sealed with what they name here. It takes the same
 * proof as taking it: an erasure lets nothing out, a copy everything.
 */
export const requestCopy = defineAct({
  name: 'requestCopy',
  section: 'agreement',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'просит сделать копию своих данных',
    en: 'asks for a copy of their data to be made',
    uk: 'просить зробити копію своїх даних',
  },
  method: 'POST',
  path: '/own-data/copy-request',
  input: z.strictObject({
    password: z.string().max(PASSWORD_CHARACTERS_MAX).optional(),
    ...SEAL_INPUT,
    language: z.enum(LANGUAGES),
  }),
  recording: 'each',
  changesFacts: true,
  async prepare(parts, asker, { password, ...given }) {
    await requirePresence(parts, asker, {
      password,
      why: 'the password is needed to ask for a copy',
      ownKeyWillDo: true,
    });
    return { seal: await makeSeal(given) };
  },
  reach: ownReach,
  async run({ tx, parts, reached: { personId }, prepared, input }) {
    await parts.keyring.store(tx, personId, [{ field: SEAL_FIELD, plaintext: prepared.seal }]);
    return { openedAt: await store.openCopyRequest(tx, personId, input.language) };
  },
});

/** The person takes it back: from then on nobody but themselves makes a copy. */
export const withdrawCopyRequest = defineAct({
  name: 'withdrawCopyRequest',
  section: 'agreement',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'отзывает просьбу о копии своих данных',
    en: 'takes back the request for a copy of their data',
    uk: 'відкликає прохання про копію своїх даних',
  },
  method: 'DELETE',
  path: '/own-data/copy-request',
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  async run({ tx, parts, reached: { personId } }) {
    if (!(await forgetCopyRequest({ tx, parts }, personId))) {
      throw new Refusal('conflict', 'no request for a copy is open');
    }
  },
});
