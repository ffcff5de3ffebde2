import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { keyName, numbered } from '../../../kernel/vault/keys.ts';
import { countKeysBefore, endKey, holdEpochAlone, readKeyChecks } from '../../../kernel/vault/store.ts';

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
    const epochs = numbered(
      (await readKeyChecks(tx)).map(({ name }) => name),
      'epoch',
    );
    const newest = epochs.at(-1) ?? 0;
    if (epochs.length < 2) throw new Refusal('conflict', 'there is no former epoch to end');
    if ((await countKeysBefore(tx, newest)) > 0) {
      throw new Refusal('conflict', 'the former epoch still wraps keys: nothing is ended');
    }
    for (const epoch of epochs.slice(0, -1)) await endKey(tx, keyName('epoch', epoch));
    return { ended: epochs.slice(0, -1) };
  },
});
