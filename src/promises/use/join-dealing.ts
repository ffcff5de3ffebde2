import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { dealingOpen, purposeDeclared } from './facts.ts';
import { tellOfDealing } from './notices/tell-services.ts';
import { dealingBeforePerson } from './reach.ts';
import * as store from './store.ts';

/** The person joins: from now on the service may ask for the fields of this purpose, until the dealing ends. */
export const joinDealing = defineAct({
  name: 'joinDealing',
  section: 'use',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'service',
  facts: [purposeDeclared, dealingOpen],
  words: { ru: 'присоединяется к заказу', en: 'joins a dealing', uk: 'приєднується до замовлення' },
  method: 'POST',
  path: '/dealings/{dealing}/join',
  input: z.strictObject({ dealing: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, input) => dealingBeforePerson(tx, asker, input.dealing),
  async factsNow({ tx, reached }) {
    const dealing = await store.findDealing(tx, reached.dealing.dealingId);
    return { dealingOpen: dealing !== undefined && dealing.endedAt === null };
  },
  async run({ tx, reached }) {
    if (!(await store.joinDealing(tx, reached.dealing.dealingId, reached.personId))) {
      throw new Refusal('conflict', 'this dealing was joined before');
    }
    await tellOfDealing(tx, reached.personId, reached.dealing.dealingId, 'dealing.joined');
    return { id: reached.dealing.dealingId };
  },
});
