import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { tellOfPerson } from './notices/tell-services.ts';
import * as store from './store.ts';

/** The person pauses the use of their data: until they go on, no service and no recipient of a transfer gets any. */
export const pauseUse = defineAct({
  name: 'pauseUse',
  section: 'use',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'приостанавливает использование своих данных',
    en: 'pauses the use of their data',
    uk: 'призупиняє використання своїх даних',
  },
  method: 'POST',
  path: '/own-pause',
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  async run({ tx, reached }) {
    if (!(await store.pause(tx, reached.personId))) throw new Refusal('conflict', 'the use is paused already');
    await tellOfPerson(tx, reached.personId, 'person.paused');
    return {};
  },
});
