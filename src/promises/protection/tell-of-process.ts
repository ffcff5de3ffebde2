import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { groundIsProcess, notExpired, requestOpen, scoped } from './facts.ts';
import { LEGAL_PERSONS_MAX } from './limits.ts';
import { requestNow } from './request-facts.ts';
import * as store from './store.ts';

/**
 * «О правовом процессе, который касается Вашей собственной работы, мы сообщаем заранее»: the person's chain and account
 * say who asks, for which fields and on which ground, before anything is opened.
 */
export const tellOfProcess = defineAct({
  name: 'tellOfProcess',
  section: 'use',
  askers: ['worker'],
  recipients: ['person'],
  opens: 'nothing',
  names: 'ground',
  facts: [groundIsProcess, scoped, requestOpen, notExpired],
  words: {
    ru: 'заранее сообщает человеку о правовом процессе по его обращению',
    en: 'tells a person beforehand of a legal process about their dealing',
    uk: 'заздалегідь повідомляє людину про правовий процес щодо її звернення',
  },
  method: 'POST',
  path: '/legal-requests/{legalRequest}/tellings/{position}',
  internal: true,
  input: z.strictObject({ legalRequest: z.uuid(), position: z.int().min(1).max(LEGAL_PERSONS_MAX) }),
  recording: 'each',
  changesFacts: true,
  async reach(tx, _asker, { legalRequest, position }) {
    const request = await store.findLegalRequest(tx, legalRequest);
    const person = await store.personAt(tx, legalRequest, position);
    return request && person && { personId: person.personId, request, ground: request.ground, position };
  },
  factsNow: async (moment) => (await requestNow(moment)).facts,
  async run({ tx, reached: { request, position } }) {
    if (!(await store.markTold(tx, request.legalRequestId, position))) {
      throw new Refusal('conflict', 'the person was told before');
    }
    return {};
  },
});
