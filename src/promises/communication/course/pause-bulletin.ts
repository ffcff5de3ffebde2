import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { findBulletin } from '../store.ts';
import * as store from './store.ts';

/** Halts a bulletin: from the next copy on nothing is handed over, until somebody resumes it. */
export const pauseBulletin = defineAct({
  name: 'pauseBulletin',
  section: 'communication',
  askers: ['editor', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'приостанавливает рассылку', en: 'pauses a bulletin', uk: 'зупиняє розсилку на час' },
  method: 'POST',
  path: '/bulletins/{bulletin}/pause',
  internal: true,
  input: z.strictObject({ bulletin: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { bulletin }) {
    return (await findBulletin(tx, bulletin)) && { personId: null };
  },
  async run({ tx, input }) {
    if (!(await store.pauseBulletin(tx, input.bulletin)))
      throw new Refusal('conflict', 'this bulletin is not under way');
    return {};
  },
});
