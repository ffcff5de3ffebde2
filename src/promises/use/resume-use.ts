import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { readHeldFields } from '../../kernel/vault/held/store.ts';
import { tellOfPerson } from './notices/tell-services.ts';
import * as store from './store.ts';

/** The person who paused lets the use of their data go on. Nobody else can. */
export const resumeUse = defineAct({
  name: 'resumeUse',
  section: 'use',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'возобновляет использование своих данных',
    en: 'lets the use of their data go on',
    uk: 'відновлює використання своїх даних',
  },
  method: 'DELETE',
  path: '/own-pause',
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  async run({ tx, reached }) {
    if ((await readHeldFields(tx, reached.personId)).length > 0) {
      throw new Refusal('conflict', 'the data is sealed: come back with your key');
    }
    if (!(await store.resume(tx, reached.personId))) throw new Refusal('conflict', 'the use is not paused');
    await tellOfPerson(tx, reached.personId, 'person.resumed');
    return {};
  },
});
