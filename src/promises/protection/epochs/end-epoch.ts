import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { countKeysBefore, holdEpochAlone } from '../../../kernel/vault/store.ts';
import { endFormerKeys, newestOfTurned } from '../turned-keys.ts';

/**
 * The former epoch is over: nothing living is wrapped by its key, and nothing may need it again. Its file is destroyed
 * right after this is committed, so a crash between the two leaves a file that the next start destroys.
 */
export const endEpoch = defineAct({
  name: 'endEpoch',
  section: 'protection',
  askers: ['worker', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'завершает прежнюю эпоху ключей и уничтожает её ключ',
    en: 'ends the former epoch of keys and destroys its key',
    uk: 'завершує попередню епоху ключів і знищує її ключ',
  },
  method: 'POST',
  path: '/key-epoch-ends',
  internal: true,
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx }) {
    await holdEpochAlone(tx);
    const newest = await newestOfTurned(tx, 'epoch', 'there is no former epoch to end');
    if ((await countKeysBefore(tx, newest)) > 0) {
      throw new Refusal('conflict', 'the former epoch still wraps keys: nothing is ended');
    }
    return await endFormerKeys(tx, 'epoch');
  },
});
