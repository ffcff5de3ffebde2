import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../../kernel/gate/act.ts';
import { integrate } from '../../../kernel/ledger/sequencer.ts';
import * as store from '../store.ts';
import { copyName, sealCopy } from './copy-archive.ts';
import { forgetCopyRequest, openCopyRequestOf, SEAL_FIELD } from './copy-request.ts';
import { recipientOf } from './copy-seal.ts';
import { COPY_CATEGORIES, gatherCopy, recordsToOpen } from './gather-copy.ts';

/**
 * The host makes the copy that a person asked for, sealed with what the person named: without an open request there is
 * nobody there. One request is one file, and whoever made it cannot read it.
 */
export const exportOnRequest = defineAct({
  name: 'exportOnRequest',
  section: 'agreement',
  askers: ['host'],
  recipients: ['person'],
  opens: 'fields',
  categories: COPY_CATEGORIES,
  facts: [],
  words: {
    ru: 'делает копию данных человека по его открытой просьбе',
    en: 'makes the copy that a person asked for',
    uk: 'робить копію даних людини на її відкрите прохання',
  },
  method: 'POST',
  path: '/copy-requests/{personId}/copy',
  internal: true,
  input: z.strictObject({ personId: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  prepare: (parts) => integrate(parts.sequencer, { wait: true }),
  async reach(tx, _asker, { personId }) {
    const open = await openCopyRequestOf(tx, personId);
    return open === undefined ? undefined : { personId, open };
  },
  async fields({ tx, reached: { personId, open }, version }) {
    const seal = { field: SEAL_FIELD, recordId: open.recordId, category: 'pd:Authenticating' };
    return [seal, ...(await recordsToOpen(tx, personId, version))];
  },
  async run(running) {
    const { tx, parts, reached, opened, at } = running;
    const seal = opened.get(reached.open.recordId);
    assert(seal !== undefined, 'a request lies there with its seal');
    const recipient = recipientOf(seal.unseal('answer'));
    const archive = await sealCopy(await gatherCopy(running), recipient, reached.open.language);
    await forgetCopyRequest({ tx, parts }, reached.personId);
    return { name: copyName(at), archive: archive.toString('base64') };
  },
});

/** Who asked for a copy, oldest first: random numbers and days, nothing else. */
export const seeCopyRequests = defineAct({
  name: 'seeCopyRequests',
  section: 'agreement',
  askers: ['host'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'смотрит, кто просит копию своих данных',
    en: 'looks at who asks for a copy of their data',
    uk: 'переглядає, хто просить копію своїх даних',
  },
  method: 'GET',
  path: '/copy-requests',
  internal: true,
  input: z.strictObject({}),
  recording: 'none',
  changesFacts: false,
  reach: async () => ({ personId: null }),
  run: async ({ tx }) => await store.readCopyRequests(tx),
});
