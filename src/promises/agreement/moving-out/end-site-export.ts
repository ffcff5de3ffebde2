import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import * as store from './store.ts';

/** The file is whole: its order ends, and the site's own chain holds how many persons it has and the digest of its manifest. */
export const endSiteExport = defineAct({
  name: 'endSiteExport',
  section: 'agreement',
  askers: ['worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'записывает, что перенос данных сайта завершён',
    en: 'records that the data of the site were taken out',
    uk: 'записує, що перенесення даних сайту завершено',
  },
  method: 'POST',
  path: '/site-exports/{export}/end',
  internal: true,
  input: z.strictObject({
    export: z.uuid(),
    persons: z.int().min(0),
    manifest: z.string().regex(/^[\da-f]{64}$/),
  }),
  recording: 'each',
  changesFacts: false,
  reach: async (_tx, _asker, { persons, manifest }) => ({
    personId: null,
    commitments: { persons: String(persons), manifest },
  }),
  async run({ tx, input }) {
    const manifest = Buffer.from(input.manifest, 'hex');
    if (!(await store.endExport(tx, input.export, input.persons, manifest))) {
      throw new Refusal('conflict', 'this export has ended already', { field: 'export' });
    }
    return {};
  },
});
