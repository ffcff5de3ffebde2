import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { numbered } from '../../../kernel/vault/keys.ts';
import { holdEpochAlone, insertKeyCheck, readKeyChecks } from '../../../kernel/vault/store.ts';

/**
 * A fresh key wraps everything from here on. Whoever still wrapped by the former one has committed before this is done, so
 * the re-wrapping that follows finds all of it. Permitted by the floor: what was erased must not stay readable because a
 * version forgot to permit this.
 */
export const beginEpoch = defineAct({
  name: 'beginEpoch',
  section: 'protection',
  askers: ['worker', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'начинает новую эпоху ключей',
    en: 'begins a new epoch of keys',
    uk: 'починає нову епоху ключів',
  },
  method: 'POST',
  path: '/key-epochs',
  internal: true,
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  prepare: (parts) => parts.keyTurning.makeNext('epoch'),
  reach: async () => ({ personId: null }),
  async run({ tx, prepared }) {
    await holdEpochAlone(tx);
    const living = (await readKeyChecks(tx)).map(({ name }) => name);
    if (numbered(living, 'epoch').length !== 1 || living.includes(prepared.name)) {
      throw new Refusal('conflict', 'an epoch of keys has begun already and is not ended');
    }
    await insertKeyCheck(tx, [prepared]);
    return { name: prepared.name };
  },
});
