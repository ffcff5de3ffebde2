import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { makeReceipt } from '../../kernel/ledger/receipt.ts';
import { integrate } from '../../kernel/ledger/sequencer.ts';
import { Refusal } from '../../kernel/refusal.ts';

/** The receipt of one own entry: c2sp.org/tlog-proof, with the opening that only the person gets. */
export const takeReceipt = defineAct({
  name: 'takeReceipt',
  section: 'agreement',
  askers: ['person'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [],
  words: { ru: 'берёт выписку', en: 'takes a receipt', uk: 'бере виписку' },
  method: 'GET',
  path: '/own-history/{n}/receipt',
  input: z.strictObject({ n: z.coerce.number().int().min(1) }),
  recording: 'none',
  changesFacts: false,
  // An entry younger than the last checkpoint is integrated first, so that the newest one has a receipt too.
  prepare: async ({ sequencer }) => {
    await integrate(sequencer, { wait: true });
  },
  reach: ownReach,
  async run({ tx, reached, input }) {
    const receipt = await makeReceipt(tx, reached.personId, input.n);
    if (receipt === undefined) throw new Refusal('not_found', 'there is no such entry');
    return { receipt };
  },
});
