import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { findClosed, markOpened } from '../../kernel/ledger/sealed/store.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { banEnded } from './facts.ts';
import * as store from './store.ts';

/**
 * «…а при запрете сообщать — когда он закончится»: when a ban on telling has ended, the chain that should have had the
 * entry gets one that opens it. It commits to the leaf that entered the log at the time.
 */
export const openSealedEntry = defineAct({
  name: 'openSealedEntry',
  section: 'use',
  askers: ['worker'],
  recipients: ['person'],
  opens: 'nothing',
  facts: [banEnded],
  words: {
    ru: 'открывает запись, о которой было запрещено сообщать',
    en: 'opens an entry that it was forbidden to tell of',
    uk: 'відкриває запис, про який було заборонено повідомляти',
  },
  method: 'POST',
  path: '/sealed-entries/{sealedEntry}/opening',
  internal: true,
  input: z.strictObject({ sealedEntry: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { sealedEntry }) {
    const sealed = await findClosed(tx, sealedEntry);
    if (sealed === undefined) return undefined;
    const request = await store.findLegalRequest(tx, sealed.matterId);
    const site = await store.isSite(tx, sealed.personId);
    return {
      personId: site ? null : sealed.personId,
      commitments: { sealedEntry: sealed.leaf.toString('base64') },
      banEnded: request !== undefined && !request.gagged,
    };
  },
  factsNow: async ({ reached }) => ({ banEnded: reached.banEnded }),
  async run({ tx, input, entry }) {
    if (entry === null || !(await markOpened(tx, input.sealedEntry, entry))) {
      throw new Refusal('conflict', 'the entry was opened before');
    }
    return {};
  },
});
