import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { holdIndexAlone } from '../../../kernel/vault/tags/store.ts';
import { beginKey } from '../turned-keys.ts';

/**
 * A fresh key tags every address that is left from here on. Whoever still wrote a former tag has committed before this is
 * done, so the renewal that follows finds all of them.
 */
export const beginIndexEpoch = defineAct({
  name: 'beginIndexEpoch',
  section: 'protection',
  askers: ['worker', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'начинает менять ключ, по которому находят людей',
    en: 'begins to change the key by which people are found',
    uk: 'починає змінювати ключ, за яким знаходять людей',
  },
  method: 'POST',
  path: '/index-epochs',
  internal: true,
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  prepare: (parts) => parts.keyTurning.makeNext('index'),
  reach: async () => ({ personId: null }),
  async run({ tx, prepared }) {
    await holdIndexAlone(tx);
    return await beginKey(tx, 'index', prepared, 'the key of the index is being changed already');
  },
});
