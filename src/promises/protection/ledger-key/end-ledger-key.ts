import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { endKeysBefore } from '../../../kernel/ledger/signers/store.ts';
import { lockSequencer } from '../../../kernel/ledger/store.ts';
import { endFormerKeys, newestOfTurned } from '../turned-keys.ts';

/**
 * The former key of the ledger signs no longer, and its file is destroyed right after. What it signed stays as valid as it
 * was: whoever holds a receipt of it needs its public part alone, and that stays published.
 */
export const endLedgerKey = defineAct({
  name: 'endLedgerKey',
  section: 'protection',
  askers: ['worker', 'host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'уничтожает прежний ключ подписи журнала',
    en: 'destroys the former key of the ledger',
    uk: 'знищує колишній ключ підпису журналу',
  },
  method: 'POST',
  path: '/ledger-key-ends',
  internal: true,
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: async () => ({ personId: null }),
  async run({ tx }) {
    await lockSequencer(tx, true);
    await endKeysBefore(tx, await newestOfTurned(tx, 'ledger', 'there is no former key of the ledger to end'));
    return await endFormerKeys(tx, 'ledger');
  },
});
