import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import type { Gate } from '../../kernel/gate/gate.ts';
import { hasUntoldLoss, tellLoss } from '../../kernel/ledger/store.ts';
import { Refusal } from '../../kernel/refusal.ts';

/**
 * Entries of the ledger were lost with the database, and it goes on under a new name. The loss itself is the first thing
 * that the renamed ledger records, where everybody can see it.
 */
export const continueLedger = defineAct({
  name: 'continueLedger',
  section: 'use',
  askers: ['host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'продолжает журнал под новым именем, потому что часть прежнего утрачена',
    en: 'continues the ledger under a new name, because part of the former one is lost',
    uk: 'продовжує журнал під новою назвою, бо частину попереднього втрачено',
  },
  method: 'POST',
  path: '/ledger-continuations',
  internal: true,
  input: z.strictObject({}),
  recording: 'each',
  changesFacts: true,
  reach: async (tx) => ((await hasUntoldLoss(tx)) ? { personId: null } : undefined),
  async run({ tx, entry }) {
    await tellLoss(tx, entry ?? 0);
  },
});

/** Writes the entry about a lost ledger, if one is still to be written. Runs at every start. */
export async function tellLostLedger(gate: Gate): Promise<void> {
  if (!(await hasUntoldLoss(gate.parts.db))) return;
  await gate.pass(continueLedger, { kind: 'host', by: 'restore' }, {}).catch((error: unknown) => {
    // Another process that starts at the same time was first.
    if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
  });
}
