import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { PAGE_ROWS_MAX } from '../../kernel/limits.ts';
import { listCountries } from './audience/store.ts';
import { listSenders } from './course/store.ts';
import * as store from './store.ts';

/** The bulletins and how far each is: numbers, never persons. */
export const seeBulletins = defineAct({
  name: 'seeBulletins',
  section: 'communication',
  askers: ['editor', 'owner', 'support'],
  recipients: ['staff'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'смотрит рассылки', en: 'looks at the bulletins', uk: 'переглядає розсилки' },
  method: 'GET',
  path: '/bulletins',
  internal: true,
  input: z.strictObject({}),
  recording: 'none',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  async run({ tx }) {
    const bulletins = await store.listBulletins(tx, PAGE_ROWS_MAX);
    const ids = bulletins.map(({ bulletinId }) => bulletinId);
    const [progress, subjects] = [await store.readProgress(tx, ids), await store.readSubjects(tx, ids)];
    return {
      topics: await store.listTopics(tx),
      /** Copies that wait, of all bulletins. */
      waiting: await store.countWaiting(tx),
      senders: await listSenders(tx),
      countries: await listCountries(tx),
      bulletins: bulletins.map((row) => ({
        ...row,
        subjects: subjects.filter(({ bulletinId }) => bulletinId === row.bulletinId),
        progress: progress.find(({ bulletinId }) => bulletinId === row.bulletinId) ?? null,
      })),
    };
  },
});
