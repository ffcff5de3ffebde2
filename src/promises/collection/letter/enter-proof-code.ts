import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { proofCodeHash } from '../desk-code.ts';
import { codeInTime, codeUnused } from '../facts.ts';
import { markProven } from '../keep-decision.ts';
import { proofWithDemand } from '../reach.ts';
import * as store from '../store.ts';
import { decideByLetter, noteSlipEntered } from './store.ts';

/**
 * The person enters a code that came on paper: of a letter, which proves the address it went to, or of the slip from the
 * desk, which says that whoever came there and whoever signs in here are one.
 */
export const enterProofCode = defineAct({
  name: 'enterProofCode',
  section: 'collection',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [codeUnused, codeInTime],
  words: {
    ru: 'вводит код с бумаги',
    en: 'enters a code from paper',
    uk: 'вводить код із паперу',
  },
  method: 'POST',
  path: '/demands/codes',
  input: z.strictObject({ code: z.string().min(1).max(40) }),
  recording: 'each',
  changesFacts: true,
  prepare: async ({ keys }, _asker, { code }) => ({
    letter: proofCodeHash(keys, 'letter', code) ?? null,
    slip: proofCodeHash(keys, 'slip', code) ?? null,
  }),
  async reach(tx, asker, _input, { letter, slip }) {
    if (asker.kind !== 'person' || letter === null || slip === null) return undefined;
    const byLetter = await store.findProofByCode(tx, letter);
    const proof = byLetter ?? (await store.findProofBySlip(tx, slip));
    // A code of somebody else's paper is no code here.
    if (proof?.personId !== asker.personId) return undefined;
    const found = await proofWithDemand(tx, proof);
    return found && { ...found, paper: byLetter === undefined ? ('slip' as const) : ('letter' as const) };
  },
  async factsNow({ tx, at, reached: { proof: reached, paper } }) {
    const proof = await store.findProof(tx, reached.proofId);
    assert(proof !== undefined, 'a proof is never deleted while its person is here');
    const until = paper === 'slip' ? proof.slipUntil : proof.codeUntil;
    const unused =
      paper === 'slip' ? proof.slipEnteredAt === null : proof.decidedAt === null && proof.givenUpAt === null;
    return { codeUnused: unused, codeInTime: until !== null && at < until };
  },
  async run({ tx, version, reached: { personId, proof, demand, paper } }) {
    if (paper === 'slip') await noteSlipEntered(tx, personId, proof.proofId);
    else {
      await decideByLetter(tx, demand, proof.proofId);
      await markProven({ tx, version }, demand, 'post');
    }
    return { id: proof.proofId, paper };
  },
});
