import { z } from 'zod';
import { defineAct, type Running } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { tar } from '../../kernel/tar.ts';
import { encryptToAuthority } from './authority-key.ts';
import { requestOpen, somethingGiven } from './facts.ts';
import { type Manifest, manifestOf, sha256 } from './manifest.ts';
import { sealedOf } from './reach.ts';
import { type ReachedRequest, requestNow } from './request-facts.ts';
import * as store from './store.ts';

/**
 * All that could be produced is: the parts become one archive with a manifest, encrypted to the authority as a whole.
 * Nothing is opened here, and nothing can be: the parts are readable to the authority alone.
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
  path: '/legal-requests/{legalRequest}/archive',
  internal: true,
  input: z.strictObject({ legalRequest: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { legalRequest }) {
    const request = await store.findLegalRequest(tx, legalRequest);
    return request && { personId: null, request, ground: request.ground, ...sealedOf(request) };
  },
  async factsNow(moment) {
    const { facts } = await requestNow(moment);
    const productions = await store.productionsOf(moment.tx, moment.reached.request.legalRequestId);
    return { ...facts, somethingGiven: productions.some(({ digest }) => digest !== null) };
  },
  async run(running) {
    const { tx, parts, reached } = running;
    const { legalRequestId } = reached.request;
    const made = await archiveOf(running);
    const kept = made && { manifest: made.manifest, digest: sha256(made.archive) };
    if (!(await store.markProduced(tx, legalRequestId, kept))) {
      throw new Refusal('conflict', 'the production was completed before');
    }
    if (made === null) return { given: 0 };
    const secrets = parts.siteSecrets.of(legalRequestId);
    await secrets.store(tx, 'archive', made.archive.toString('base64'));
    await secrets.forget(tx, ...made.parts);
    return { given: made.parts.length };
  },
});

interface Made {
  readonly archive: Buffer;
  readonly manifest: Manifest;
  /** The names of the parts, which the archive now holds. */
  readonly parts: readonly string[];
}

async function archiveOf({ tx, at, version, reached, parts }: Running<unknown, ReachedRequest, unknown>) {
  const { request } = reached;
  const productions = await store.productionsOf(tx, request.legalRequestId);
  const given = productions.filter(({ digest }) => digest !== null);
  if (given.length === 0) return null;
  const persons = await store.personsInScope(tx, request.legalRequestId);
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
  const made: Made = {
    archive: await encryptToAuthority(request.authorityKey, tar(members, at)),
    manifest,
    parts: names,
  };
  return made;
}

const README = `manifest.json says what is here, by the order of persons in your request, with the SHA-256 of each file.
Each person-NNN.json.age was encrypted to your key when it was made:
  age --decrypt -i KEY -o person-001.json person-001.json.age
Where nothing is given, the manifest says so and nothing else.
`;
