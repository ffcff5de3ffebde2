import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { LANGUAGES } from '../../../kernel/words.ts';
import { decidedAgainst, notObjectedYet } from '../facts.ts';
import { messageTextSchema, readMessageText } from '../message-text.ts';
import * as demands from '../store.ts';
import * as store from './store.ts';

/** How the words of an objection lie in the vault, with their DPV 2.3 category. */
export const OBJECTION_FIELD = 'proof/objection';
export const OBJECTION_CATEGORY = 'pd:Communication';

/** «Если доказательство не принято, Вы … сможете … возразить»: once for each decision, and somebody else answers. */
export const objectToDecision = defineAct({
  name: 'objectToDecision',
  section: 'collection',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [decidedAgainst, notObjectedYet],
  words: {
    ru: 'возражает на решение о доказательстве',
    en: 'objects to the decision on a proof',
    uk: 'заперечує проти рішення щодо доказу',
  },
  method: 'POST',
  path: '/proofs/{proof}/objection',
  input: z.strictObject({ proof: z.uuid(), text: messageTextSchema, language: z.enum(LANGUAGES) }),
  recording: 'each',
  changesFacts: true,
  prepare: async (_parts, _asker, { text }) => readMessageText(text),
  async reach(tx, asker, { proof: proofId }) {
    const proof = await demands.findProof(tx, proofId);
    if (asker.kind !== 'person' || proof?.personId !== asker.personId) return undefined;
    return { personId: asker.personId, proof };
  },
  async factsNow({ tx, reached }) {
    const { proofId } = reached.proof;
    const proof = await demands.findProof(tx, proofId);
    return {
      decidedAgainst: proof?.decision === 'again' || proof?.decision === 'refused',
      notObjectedYet: (await store.objectionsTo(tx, [proofId])).length === 0,
    };
  },
  async run({ tx, parts, version, reached: { personId, proof }, prepared, input }) {
    const words = { field: OBJECTION_FIELD, plaintext: prepared, role: 'file' as const };
    const [stored] = await parts.keyring.store(tx, personId, [words]);
    assert(stored !== undefined, 'what was stored is answered');
    const objectionId = parts.random.uuid();
    await store.insertObjection(tx, { personId, objectionId, proofId: proof.proofId, recordId: stored.recordId });
    await demands.insertSubmission(tx, {
      personId,
      submissionId: parts.random.uuid(),
      form: 'objection',
      field: OBJECTION_FIELD,
      version: version.number,
      language: input.language,
    });
    return { id: objectionId };
  },
});
