import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { EVIDENCE_DAYS_MAX, MRZ_CHARACTERS_MAX, PROOF_IMAGE_BYTES_MAX } from '../../kernel/limits.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { LANGUAGES } from '../../kernel/words.ts';
import { factsOfAnswering } from './demand-facts.ts';
import { readDocument } from './evidence/read-document.ts';
import { readMrz } from './evidence/read-mrz.ts';
import { beforeDeadline, demandOpen, triesLeft, wayAllowed } from './facts.ts';
import { forgetStandingProofs } from './forget-standing-proofs.ts';
import { MRZ_FIELD, PROOF_FIELD } from './proof-field.ts';
import { ownDemand } from './reach.ts';
import { drawReviewer } from './reviewing.ts';
import * as store from './store.ts';

/** The job that forgets an image nobody decided on. It names the proof and holds no value. */
export const FORGET_EVIDENCE_JOB = 'forget-evidence';

/**
 * The person answers a demand with an image of a document. It is made anew before anything is written, sealed under a
 * key of its own, and what was uploaded is kept nowhere. A second image takes the place of the first.
 */
export const proveOnline = defineAct({
  name: 'proveOnline',
  section: 'collection',
  askers: ['person'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [demandOpen, beforeDeadline, wayAllowed, triesLeft],
  words: {
    ru: 'присылает изображение документа',
    en: 'sends an image of a document',
    uk: 'надсилає зображення документа',
  },
  method: 'POST',
  path: '/demands/{demand}/image',
  internal: true,
  input: z.strictObject({
    demand: z.uuid(),
    image: z.instanceof(Uint8Array),
    /** The machine-readable lines, where the person types them. */
    mrz: z.string().max(MRZ_CHARACTERS_MAX).optional(),
    language: z.enum(LANGUAGES),
  }),
  recording: 'each',
  changesFacts: true,
  async prepare({ db, baseUrl, clock, pictures, scanner }, asker, { demand, image, mrz }) {
    if (image.byteLength > PROOF_IMAGE_BYTES_MAX)
      throw new Refusal('too_large', '`image` must be at most 15 MB', { field: 'image' });
    // Decoding is work: only for whom the demand concerns.
    if ((await ownDemand(db, asker, demand)) === undefined) return null;
    const lines = mrz?.trim() ? mrz.trim() : null;
    if (lines !== null) readMrz(lines, clock.now());
    const mark = { site: new URL(baseUrl()).host, day: clock.now().toISOString().slice(0, 10) };
    return { picture: await readDocument({ pictures, scanner }, image, mark), lines };
  },
  reach: (tx, asker, { demand }) => ownDemand(tx, asker, demand),
  factsNow: ({ tx, at, reached }) => factsOfAnswering(tx, at, reached.demand.demandId, 'online'),
  async run({ tx, parts, at, version, reached, prepared, input }) {
    const { personId, demand } = reached;
    assert(prepared !== null, 'an image was prepared for whom it concerns');
    await forgetStandingProofs({ tx, parts }, personId, [demand.demandId]);
    const { picture, lines } = prepared;
    const [stored, storedLines] = await parts.keyring.store(tx, personId, [
      { field: PROOF_FIELD, plaintext: picture, role: 'file' },
      ...(lines === null ? [] : [{ field: MRZ_FIELD, plaintext: lines, role: 'file' as const }]),
    ]);
    assert(stored !== undefined, 'what was stored is answered');
    const proofId = parts.random.uuid();
    const evidence = { recordId: stored.recordId, mrzRecordId: storedLines?.recordId ?? null };
    const assignedTo = await drawReviewer(tx, parts.random, demand);
    await store.insertProof(tx, { personId, proofId, demandId: demand.demandId, way: 'online', evidence, assignedTo });
    await store.insertSubmission(tx, {
      personId,
      submissionId: parts.random.uuid(),
      form: 'proof',
      field: PROOF_FIELD,
      version: version.number,
      language: input.language,
    });
    const runAt = new Date(at.getTime() + EVIDENCE_DAYS_MAX * 86_400_000);
    await enqueue(tx, { jobId: parts.random.uuid(), kind: FORGET_EVIDENCE_JOB, personId, reference: proofId, runAt });
    return { id: proofId };
  },
});
