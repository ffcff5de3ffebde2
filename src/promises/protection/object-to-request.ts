import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { keepCaseText } from './case-texts.ts';
import { authenticated, notExpired, requestOpen } from './facts.ts';
import { CASE_TEXT_CHARACTERS_MAX, REASON_CHARACTERS_MIN } from './limits.ts';
import { officersRequest } from './reach.ts';
import { requestNow } from './request-facts.ts';
import * as store from './store.ts';

/**
 * An officer objects to what was asked: too broad, another's data, beyond the instrument. Nothing goes on before the list
 * was made anew. What was objected to stays in the case.
 */
export const objectToRequest = defineAct({
  name: 'objectToRequest',
  section: 'protection',
  askers: ['legal-officer'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'ground',
  facts: [authenticated, requestOpen, notExpired],
  words: {
    ru: 'возражает органу и требует сузить запрос',
    en: 'objects to the authority and wants the request narrowed',
    uk: 'заперечує органу й вимагає звузити запит',
  },
  method: 'POST',
  path: '/legal-requests/{legalRequest}/objection',
  input: z.strictObject({
    legalRequest: z.uuid(),
    reason: z.string().trim().min(REASON_CHARACTERS_MIN).max(CASE_TEXT_CHARACTERS_MAX),
  }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, input) => officersRequest(tx, asker, input.legalRequest),
  factsNow: async (moment) => (await requestNow(moment)).facts,
  async run({ tx, parts, reached, input: { legalRequest, reason } }) {
    if (!(await store.markObjected(tx, legalRequest, reached.officer))) {
      throw new Refusal('conflict', 'what was found necessary is not objected to any more: it can be refused');
    }
    await keepCaseText(parts, tx, legalRequest, 'objection', { reason });
    return {};
  },
});
