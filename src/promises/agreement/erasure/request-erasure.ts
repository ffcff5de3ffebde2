import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import * as store from '../store.ts';

/** A person asks to be erased by others: who lost the password erases themselves no more. Without it nobody else may. */
export const requestErasure = defineAct({
  name: 'requestErasure',
  section: 'protection',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'просит сотрудников стереть свои данные',
    en: 'asks staff to erase their data',
    uk: 'просить працівників стерти свої дані',
  },
  method: 'POST',
  path: '/own-data/erasure-request',
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  run: async ({ tx, reached }) => ({ openedAt: await store.openErasureRequest(tx, reached.personId) }),
});

/** The person takes it back: from then on nobody but themselves erases anything. */
export const withdrawErasureRequest = defineAct({
  name: 'withdrawErasureRequest',
  section: 'protection',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'отзывает просьбу стереть свои данные',
    en: 'takes back the request to erase their data',
    uk: 'відкликає прохання стерти свої дані',
  },
  method: 'DELETE',
  path: '/own-data/erasure-request',
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  async run({ tx, reached }) {
    if (!(await store.closeErasureRequest(tx, reached.personId))) {
      throw new Refusal('conflict', 'no request for erasure is open');
    }
  },
});
