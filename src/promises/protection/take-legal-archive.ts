import assert from 'node:assert/strict';
import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { approvedByAnotherOfficer, archiveReady, groundFound, notExpired, requestOpen } from './facts.ts';
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
  input: z.strictObject({ legalRequest: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, input) => officersRequest(tx, asker, input.legalRequest),
  factsNow: async (moment) => (await requestNow(moment)).facts,
  async run({ tx, parts, reached, input: { legalRequest } }) {
    await store.markTaken(tx, legalRequest, reached.officer);
    const sealed = await parts.siteSecrets.of(legalRequest).read(tx, 'archive');
    if (sealed === undefined) throw new Refusal('gone', 'the archive is not kept any more');
    const { digest } = reached.request;
    assert(digest !== null, 'an archive has its digest');
    const archive = Buffer.from(sealed.unseal('hand-over'), 'base64');
    return { name: `legal-request-${legalRequest}.tar.age`, archive, digest: digest.toString('hex') };
  },
});
