import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { ownReach } from '../../kernel/gate/own-reach.ts';
import { integrate } from '../../kernel/ledger/sequencer.ts';
import { makeStatement } from '../../kernel/ledger/statement.ts';
import { Refusal } from '../../kernel/refusal.ts';

/** How many entries there are of this person, signed: with it an entry that was withheld convicts the server. */
export const takeStatement = defineAct({
  name: 'takeStatement',
  section: 'agreement',
  askers: ['person'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'берёт справку о числе записей',
    en: 'takes the statement of how many entries there are',
    uk: 'бере довідку про кількість записів',
  },
  method: 'GET',
  path: '/own-history/statement',
  input: z.strictObject({}),
  recording: 'none',
  changesFacts: false,
  // So that it speaks of everything that was answered before it was asked for.
  prepare: async ({ sequencer }) => {
    await integrate(sequencer, { wait: true });
  },
  reach: ownReach,
  async run({ tx, reached, parts: { keys, site } }) {
    const made = await makeStatement(
      { sql: tx, key: keys.ledger, former: keys.formerLedger, origin: site.origin },
      reached.personId,
    );
    if (made === undefined) throw new Refusal('busy', 'the ledger has no checkpoint yet', { retryAfterSeconds: 1 });
    return { entries: made.n, statement: made.file };
  },
});
