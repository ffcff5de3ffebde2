import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import * as store from './store.ts';

/** Takes a sender off the list: no new bulletin is from it. Those that are confirmed keep what they were confirmed with. */
export const removeSender = defineAct({
  name: 'removeSender',
  section: 'communication',
  askers: ['editor', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'убирает отправителя рассылок',
    en: 'removes a sender of bulletins',
    uk: 'прибирає відправника розсилок',
  },
  method: 'DELETE',
  path: '/senders',
  internal: true,
  input: z.strictObject({ address: z.string().max(254) }),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx, input }) {
    if (!(await store.removeSender(tx, input.address))) throw new Refusal('not_found', 'there is no such sender');
    return {};
  },
});
