import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { batchesOf } from './batches/batch.ts';
import { batchesMade, findBatch, markBatchTaken } from './batches/store.ts';
import { archiveName } from './complete-production.ts';
import { approvedByAnotherOfficer, archiveReady, groundFound, notExpired, requestOpen } from './facts.ts';
import { LEGAL_PERSONS_MAX } from './limits.ts';
import { type Manifest, type ManifestOfBatches, sha256 } from './manifest.ts';
import { officersRequest } from './reach.ts';
import { requestNow } from './request-facts.ts';
import * as store from './store.ts';

/**
 * The encrypted archive leaves the server through an officer's hands, who cannot read it. The entry commits before the
 * first byte; until the delivery is recorded it may be taken again.
 */
export const takeLegalArchive = defineAct({
  name: 'takeLegalArchive',
  section: 'protection',
  askers: ['legal-officer'],
  recipients: ['authority'],
  opens: 'nothing',
  names: 'ground',
  facts: [groundFound, approvedByAnotherOfficer, archiveReady, requestOpen, notExpired],
  words: {
    ru: 'забирает зашифрованный ответ, чтобы передать его органу власти',
    en: 'takes the encrypted answer to hand it to the authority',
    uk: 'забирає зашифровану відповідь, щоб передати її органу влади',
  },
  method: 'POST',
  path: '/legal-requests/{legalRequest}/archive/taking',
  internal: true,
  input: z.strictObject({
    legalRequest: z.uuid(),
    batch: z.coerce.number().int().min(1).max(batchesOf(LEGAL_PERSONS_MAX)).default(1),
  }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, asker, { legalRequest, batch }) {
    const reached = await officersRequest(tx, asker, legalRequest);
    if (reached === undefined) return undefined;
    const made = await findBatch(tx, legalRequest, batch);
    // The entry commits to exactly what leaves: the digest of the archive and of its manifest.
    return made?.digest == null ? reached : { ...reached, commitments: commitmentsTo(made.digest, made.manifest) };
  },
  factsNow: async (moment) => (await requestNow(moment)).facts,
  async run({ tx, parts, reached, input: { legalRequest, batch } }) {
    const made = await findBatch(tx, legalRequest, batch);
    if (made?.digest == null) throw new Refusal('conflict', 'this batch gives nothing');
    await store.markTaken(tx, legalRequest, reached.officer);
    await markBatchTaken(tx, legalRequest, batch);
    const sealed = await parts.siteSecrets.of(legalRequest).read(tx, archiveName(batch));
    if (sealed === undefined) throw new Refusal('gone', 'the archive is not kept any more');
    const archive = Buffer.from(sealed.unseal('hand-over'), 'base64');
    const several = (await batchesMade(tx, legalRequest)).length > 1 ? `-${String(batch).padStart(3, '0')}` : '';
    return { name: `legal-request-${legalRequest}${several}.tar.age`, archive, digest: made.digest.toString('hex') };
  },
});

/** What an entry commits to: the archive, and the manifest as it lies in it. */
export function commitmentsTo(archive: Buffer, manifest: Manifest | ManifestOfBatches | null) {
  const said = sha256(Buffer.from(JSON.stringify(manifest)));
  return { archive: archive.toString('base64'), manifest: said.toString('base64') };
}
