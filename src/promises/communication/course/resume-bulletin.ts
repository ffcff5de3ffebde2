import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { hurry } from '../../../kernel/jobs.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { BULLETIN_JOB } from '../confirm-bulletin.ts';
import { findBulletin } from '../store.ts';
import * as store from './store.ts';

/** Goes on where it was paused: nobody gets a second copy. */
export const resumeBulletin = defineAct({
  name: 'resumeBulletin',
  section: 'communication',
  askers: ['editor', 'owner'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'возобновляет рассылку', en: 'resumes a bulletin', uk: 'відновлює розсилку' },
  method: 'POST',
  path: '/bulletins/{bulletin}/resume',
  internal: true,
  input: z.strictObject({ bulletin: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { bulletin }) {
    return (await findBulletin(tx, bulletin)) && { personId: null };
  },
  async run({ tx, input }) {
    if (!(await store.resumeBulletin(tx, input.bulletin))) throw new Refusal('conflict', 'this bulletin is not paused');
    await hurry(tx, BULLETIN_JOB, input.bulletin);
    return {};
  },
});
