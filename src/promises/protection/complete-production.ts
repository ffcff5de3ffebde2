import { z } from 'zod';
import { defineAct, type Running } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { tar } from '../../kernel/tar.ts';
import { encryptToAuthority } from './authority-key.ts';
import { batchesOf, placesOf } from './batches/batch.ts';
import { batchesMade, insertBatch, progressOf } from './batches/store.ts';
import { requestOpen, somethingGiven } from './facts.ts';
import { LEGAL_PERSONS_MAX } from './limits.ts';
import { type Manifest, manifestOf, manifestOfBatches, sha256 } from './manifest.ts';
import { sealedOf } from './reach.ts';
import { type ReachedRequest, requestNow } from './request-facts.ts';
import * as store from './store.ts';

/**
 * All that could be produced of one batch is: the parts become one archive with a manifest, encrypted to the authority as
 * a whole. Nothing is opened here, and nothing can be: the parts are readable to the authority alone. With the last batch
 * the answer is made.
 */
export const completeProduction = defineAct({
  name: 'completeProduction',
  section: 'protection',
  askers: ['worker'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'ground',
  facts: [requestOpen, somethingGiven],
  words: {
    ru: 'собирает и зашифровывает ответ для органа власти',
    en: 'puts the answer for an authority together and encrypts it',
    uk: 'збирає й зашифровує відповідь для органу влади',
  },
  method: 'POST',
  path: '/legal-requests/{legalRequest}/archives/{batch}',
  internal: true,
  input: z.strictObject({ legalRequest: z.uuid(), batch: z.int().min(1).max(batchesOf(LEGAL_PERSONS_MAX)) }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { legalRequest }) {
    const request = await store.findLegalRequest(tx, legalRequest);
    return request && { personId: null, request, ground: request.ground, ...sealedOf(request) };
  },
  async factsNow(moment) {
    const { facts } = await requestNow(moment);
    const { legalRequest, batch } = moment.input;
    const productions = await store.productionsOf(moment.tx, legalRequest, placesOf(batch));
    return { ...facts, somethingGiven: productions.some(({ digest }) => digest !== null) };
  },
  async run(running) {
    const { tx, parts, input } = running;
    const { legalRequest, batch } = input;
    const made = await archiveOf(running, batch);
    const kept = made && { manifest: made.manifest, digest: sha256(made.archive) };
    if (!(await insertBatch(tx, legalRequest, batch, kept))) {
      throw new Refusal('conflict', 'this batch was completed before');
    }
    if (made !== null) {
      const secrets = parts.siteSecrets.of(legalRequest);
      await secrets.store(tx, archiveName(batch), made.archive.toString('base64'));
      await secrets.forget(tx, ...made.parts);
    }
    const { persons } = await progressOf(tx, legalRequest);
    if (batch === batchesOf(persons)) await markWhole(running, kept, persons);
    return { given: made?.parts.length ?? 0 };
  },
});

/** Where the archive of a batch lies among the secrets of its request; the first as it lay when there was one for all. */
export function archiveName(batch: number): string {
  return batch === 1 ? 'archive' : `archive-${batch}`;
}

type Kept = { readonly manifest: Manifest; readonly digest: Buffer } | null;

/** The answer is one archive, or a list of several with the digest of each. */
async function markWhole({ tx, at, version, reached }: Completing, last: Kept, persons: number): Promise<void> {
  const { request } = reached;
  const batches = await batchesMade(tx, request.legalRequestId);
  const manifest = manifestOfBatches(request, { at, version }, persons, batches);
  const several = { manifest, digest: sha256(Buffer.from(JSON.stringify(manifest))) };
  const given = batches.some(({ digest }) => digest !== null);
  const answer = batches.length === 1 ? last : given ? several : null;
  if (!(await store.markProduced(tx, request.legalRequestId, answer))) {
    throw new Refusal('conflict', 'the production was completed before');
  }
}

type Completing = Running<unknown, ReachedRequest, unknown>;

interface Made {
  readonly archive: Buffer;
  readonly manifest: Manifest;
  /** The names of the parts, which the archive now holds. */
  readonly parts: readonly string[];
}

async function archiveOf({ tx, at, version, reached, parts }: Completing, batch: number): Promise<Made | null> {
  const { request } = reached;
  const productions = await store.productionsOf(tx, request.legalRequestId, placesOf(batch));
  const given = productions.filter(({ digest }) => digest !== null);
  if (given.length === 0) return null;
  const persons = await store.personsInScope(tx, request.legalRequestId, placesOf(batch));
  const manifest = manifestOf(request, { at, version }, persons, productions);
  const names = given.map(({ position }) => `part-${position}`);
  const sealed = await parts.siteSecrets.of(request.legalRequestId).readAll(tx, names);
  const files = manifest.persons.flatMap(({ position, file }) => {
    const part = sealed.get(`part-${position}`);
    return file === null || part === undefined
      ? []
      : [{ name: file.name, content: Buffer.from(part.unseal('hand-over'), 'base64') }];
  });
  const members = [
    { name: 'manifest.json', content: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) },
    { name: 'README.txt', content: Buffer.from(README) },
    ...files,
  ];
  return { archive: await encryptToAuthority(request.authorityKey, tar(members, at)), manifest, parts: names };
}

const README = `manifest.json says what is here, by the order of persons in your request, with the SHA-256 of each file.
Each person-NNN.json.age was encrypted to your key when it was made:
  age --decrypt -i KEY -o person-001.json person-001.json.age
Where nothing is given, the manifest says so and nothing else.
`;
