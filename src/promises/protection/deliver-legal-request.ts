import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { batchesMade } from './batches/store.ts';
import { keepCaseText } from './case-texts.ts';
import { archiveName } from './complete-production.ts';
import { archiveReady, requestOpen } from './facts.ts';
import { CASE_TEXT_CHARACTERS_MAX } from './limits.ts';
import { officersRequest } from './reach.ts';
import { requestNow } from './request-facts.ts';
import * as store from './store.ts';
import { commitmentsTo } from './take-legal-archive.ts';

/** The authority has the answer. The archive is forgotten here; manifest and digest stay. */
export const deliverLegalRequest = defineAct({
  name: 'deliverLegalRequest',
  section: 'protection',
  askers: ['legal-officer'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'ground',
  facts: [archiveReady, requestOpen],
  words: {
    ru: 'отмечает, что ответ передан органу власти',
    en: 'records that the authority has the answer',
    uk: 'позначає, що відповідь передано органу влади',
  },
  method: 'POST',
  path: '/legal-requests/{legalRequest}/delivery',
  input: z.strictObject({ legalRequest: z.uuid(), how: z.string().trim().min(1).max(CASE_TEXT_CHARACTERS_MAX) }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, asker, input) {
    const reached = await officersRequest(tx, asker, input.legalRequest);
    const { digest = null, manifest = null } = reached?.request ?? {};
    return digest === null ? reached : reached && { ...reached, commitments: commitmentsTo(digest, manifest) };
  },
  factsNow: async (moment) => (await requestNow(moment)).facts,
  async run({ tx, parts, reached, input: { legalRequest, how } }) {
    const batches = await batchesMade(tx, legalRequest);
    const given = batches.filter(({ digest }) => digest !== null);
    if (given.some(({ takenAt }) => takenAt === null))
      throw new Refusal('conflict', 'nobody has taken the archive yet');
    if (!(await store.markDelivered(tx, legalRequest, reached.officer))) {
      throw new Refusal('conflict', 'the answer was delivered before');
    }
    await keepCaseText(parts, tx, legalRequest, 'delivery', { how });
    await parts.siteSecrets.of(legalRequest).forget(tx, ...given.map(({ batch }) => archiveName(batch)));
    return {};
  },
});
