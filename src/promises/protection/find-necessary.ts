import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { keepCaseText } from './case-texts.ts';
import { notExpired, requestOpen, scoped, waitingOver } from './facts.ts';
import { CASE_TEXT_CHARACTERS_MAX, REASON_CHARACTERS_MIN } from './limits.ts';
import { officersRequest } from './reach.ts';
import { requestNow } from './request-facts.ts';
import * as store from './store.ts';
import { waitingIsOver } from './waiting-is-over.ts';

/** A named officer finds a disclosure necessary and says why. The reason is kept; alone it releases nothing. */
export const findNecessary = defineAct({
  name: 'findNecessary',
  section: 'protection',
  askers: ['legal-officer'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'ground',
  facts: [scoped, requestOpen, notExpired, waitingOver],
  words: {
    ru: 'признаёт раскрытие необходимым и объясняет почему',
    en: 'finds a disclosure necessary and says why',
    uk: 'визнає розкриття необхідним і пояснює чому',
  },
  method: 'POST',
  path: '/legal-requests/{legalRequest}/finding',
  input: z.strictObject({
    legalRequest: z.uuid(),
    reason: z.string().trim().min(REASON_CHARACTERS_MIN).max(CASE_TEXT_CHARACTERS_MAX),
  }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, input) => officersRequest(tx, asker, input.legalRequest),
  async factsNow(moment) {
    const { request, facts } = await requestNow(moment);
    return { ...facts, waitingOver: await waitingIsOver(moment.tx, request, moment.reached.officer) };
  },
  async run({ tx, parts, reached, input: { legalRequest, reason } }) {
    if (!(await store.markFound(tx, legalRequest, reached.officer))) {
      throw new Refusal('conflict', 'the request was found necessary before');
    }
    await keepCaseText(parts, tx, legalRequest, 'finding', { reason });
    return {};
  },
});
