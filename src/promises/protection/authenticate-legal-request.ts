import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { keepCaseText } from './case-texts.ts';
import { notExpired, requestOpen } from './facts.ts';
import { CASE_TEXT_CHARACTERS_MAX, REASON_CHARACTERS_MIN } from './limits.ts';
import { officersRequest } from './reach.ts';
import { requestNow } from './request-facts.ts';
import * as store from './store.ts';

/** How an officer made sure who asks: a call to a number from an official register, not to the one in the letter. */
export const authenticateLegalRequest = defineAct({
  name: 'authenticateLegalRequest',
  section: 'protection',
  askers: ['legal-officer'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'ground',
  facts: [requestOpen, notExpired],
  words: {
    ru: 'проверяет, от кого пришёл запрос',
    en: 'checks whom a request comes from',
    uk: 'перевіряє, від кого надійшов запит',
  },
  method: 'POST',
  path: '/legal-requests/{legalRequest}/authentication',
  input: z.strictObject({
    legalRequest: z.uuid(),
    how: z.string().trim().min(REASON_CHARACTERS_MIN).max(CASE_TEXT_CHARACTERS_MAX),
  }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, input) => officersRequest(tx, asker, input.legalRequest),
  factsNow: async (moment) => (await requestNow(moment)).facts,
  async run({ tx, parts, reached, input: { legalRequest, how } }) {
    if (!(await store.markAuthenticated(tx, legalRequest, reached.officer))) {
      throw new Refusal('conflict', 'the request was authenticated before');
    }
    await keepCaseText(parts, tx, legalRequest, 'authentication', { how });
    return {};
  },
});
