import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import * as store from '../store.ts';
import { erasePerson, horizonFrom } from './erase-person.ts';
import { refuseForStaff } from './refuse-for-staff.ts';

/** Staff or the host erase somebody who asked for it, and nobody else: without an open request there is nobody there. */
export const eraseOnRequest = defineAct({
  name: 'eraseOnRequest',
  section: 'protection',
  askers: ['owner', 'support', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'стирает данные человека по его открытой просьбе',
    en: 'erases the data of a person at their own open request',
    uk: 'стирає дані людини на її відкрите прохання',
  },
  method: 'POST',
  path: '/erasure-requests/{personId}/erasure',
  internal: true,
  input: z.strictObject({ personId: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: async (tx, _asker, { personId }) => ((await store.hasErasureRequest(tx, personId)) ? { personId } : undefined),
  async run({ tx, parts, reached: { personId }, entry, at }) {
    await refuseForStaff(tx, personId);
    await erasePerson({ tx, parts, entry }, personId);
    return { erasedAt: at, finalBy: horizonFrom(at) };
  },
});

/** Who asked, oldest first: random numbers and days, nothing else. */
export const seeErasureRequests = defineAct({
  name: 'seeErasureRequests',
  section: 'protection',
  askers: ['owner', 'support', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит, кто просит стереть свои данные',
    en: 'looks at who asks to be erased',
    uk: 'переглядає, хто просить стерти свої дані',
  },
  method: 'GET',
  path: '/erasure-requests',
  internal: true,
  input: z.strictObject({}),
  recording: 'none',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  run: async ({ tx }) => await store.readErasureRequests(tx),
});
