import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { ownReach } from '../../../kernel/gate/own-reach.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import * as store from './store.ts';

/** The person says that their address takes mail again: what came back is forgotten, and messages may come. */
export const addressWorks = defineAct({
  name: 'addressWorks',
  section: 'communication',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'сообщает, что адрес снова принимает письма',
    en: 'says that their address takes mail again',
    uk: 'повідомляє, що адреса знову приймає листи',
  },
  method: 'DELETE',
  path: '/own-messages/returns',
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: ownReach,
  async run({ tx, reached }) {
    const { personId } = reached;
    if (!(await store.isSilent(tx, personId))) throw new Refusal('conflict', 'mail to your address does not come back');
    await store.forgetReturns(tx, personId);
    return {};
  },
});
