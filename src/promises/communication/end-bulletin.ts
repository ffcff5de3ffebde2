import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import * as store from './store.ts';

/** Ends a bulletin, written or under way: no further copy is handed over. What was handed over cannot be called back. */
export const endBulletin = defineAct({
  name: 'endBulletin',
  section: 'communication',
  askers: ['editor', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'прекращает рассылку', en: 'ends a bulletin', uk: 'припиняє розсилку' },
  method: 'POST',
  path: '/bulletins/{bulletin}/end',
  internal: true,
  input: z.strictObject({ bulletin: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { bulletin }) {
    return (await store.findBulletin(tx, bulletin)) && { personId: null };
  },
  async run({ tx, input }) {
    if (!(await store.endBulletin(tx, input.bulletin))) throw new Refusal('conflict', 'this bulletin was ended before');
    return {};
  },
});
