import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { countTagsBefore, holdIndexAlone, removeUnusedSalts } from '../../../kernel/vault/tags/store.ts';
import { endFormerKeys, newestOfTurned } from '../turned-keys.ts';

/** Nobody is found by the former key any more: nothing may need it again, and its file is destroyed right after. */
export const endIndexEpoch = defineAct({
  name: 'endIndexEpoch',
  section: 'protection',
  askers: ['worker', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'уничтожает прежний ключ, по которому находили людей',
    en: 'destroys the former key by which people were found',
    uk: 'знищує колишній ключ, за яким знаходили людей',
  },
  method: 'POST',
  path: '/index-epoch-ends',
  internal: true,
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx }) {
    await holdIndexAlone(tx);
    const newest = await newestOfTurned(tx, 'index', 'there is no former key of the index to end');
    if ((await countTagsBefore(tx, newest)) > 0) {
      throw new Refusal('conflict', 'people are still found by the former key: nothing is ended');
    }
    await removeUnusedSalts(tx);
    return await endFormerKeys(tx, 'index');
  },
});
