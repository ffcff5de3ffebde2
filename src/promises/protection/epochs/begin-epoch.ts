import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { holdEpochAlone } from '../../../kernel/vault/store.ts';
import { beginKey } from '../turned-keys.ts';

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
    return await beginKey(tx, 'epoch', prepared, 'an epoch of keys has begun already and is not ended');
  },
});
