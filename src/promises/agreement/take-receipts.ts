import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { makeReceipt } from '../../kernel/ledger/receipt.ts';
import { integrate } from '../../kernel/ledger/sequencer.ts';
import { makeStatement } from '../../kernel/ledger/statement.ts';
import { RECEIPTS_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';

const number = z.coerce.number().int().min(1);

/** Receipts of several own entries in one file, with the statement of how many there are: the verifier reads it whole. */
export const takeReceipts = defineAct({
  name: 'takeReceipts',
  section: 'agreement',
  askers: ['person'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'берёт несколько выписок сразу',
    en: 'takes several receipts at once',
    uk: 'бере кілька виписок одразу',
  },
  method: 'GET',
  path: '/own-history/receipts',
  input: z.strictObject({ from: number, to: number }),
  recording: 'none',
  changesFacts: false,
  prepare: async ({ sequencer }) => {
    await integrate(sequencer, { wait: true });
  },
  reach: ownReach,
  async run({ tx, reached: { personId }, input: { from, to }, parts: { keys, site } }) {
    if (to < from) throw new Refusal('invalid', '`to` must not lie before `from`', { field: 'to' });
    if (to - from >= RECEIPTS_MAX) {
      throw new Refusal('too_large', `at most ${RECEIPTS_MAX} receipts are taken at once`, { field: 'to' });
    }
    const made: string[] = [];
    for (let n = from; n <= to; n += 1) {
      const receipt = await makeReceipt(tx, personId, n);
      if (receipt === undefined) break;
      made.push(receipt);
    }
    if (made.length === 0) throw new Refusal('not_found', 'there is no such entry');
    const statement = await makeStatement(
      { sql: tx, key: keys.ledger, former: keys.formerLedger, origin: site.origin },
      personId,
    );
    return { receipts: made.length, file: [...made, ...(statement === undefined ? [] : [statement.file])].join('\n') };
  },
});
