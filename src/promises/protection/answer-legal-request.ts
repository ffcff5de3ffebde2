import { z } from 'zod';
import type { Sql } from '../../kernel/db/db.ts';
import { defineAct } from '../../kernel/gate/act.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { batchesMade } from './batches/store.ts';
import { keepCaseText } from './case-texts.ts';
import { archiveName } from './complete-production.ts';
import { ANSWERS, type Answer, answer, answerFits, requestOpen } from './facts.ts';
import * as holds from './holds/store.ts';
import { CASE_TEXT_CHARACTERS_MAX, REASON_CHARACTERS_MIN } from './limits.ts';
import { officersRequest } from './reach.ts';
import { requestNow } from './request-facts.ts';
import type { LegalRequestRow } from './store.ts';
import * as store from './store.ts';

/** An answer without data: "no data held", where that is so, or "refused, because". One officer may say no. */
export const answerLegalRequest = defineAct({
  name: 'answerLegalRequest',
  section: 'protection',
  askers: ['legal-officer'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'ground',
  facts: [answer, answerFits, requestOpen],
  words: {
    ru: 'отвечает органу власти без данных',
    en: 'answers an authority without data',
    uk: 'відповідає органу влади без даних',
  },
  method: 'POST',
  path: '/legal-requests/{legalRequest}/answer',
  input: z.strictObject({
    legalRequest: z.uuid(),
    answer: z.enum(ANSWERS),
    reason: z.string().trim().min(REASON_CHARACTERS_MIN).max(CASE_TEXT_CHARACTERS_MAX),
  }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, input) => officersRequest(tx, asker, input.legalRequest),
  async factsNow(moment) {
    const { request, facts } = await requestNow(moment);
    const fits = await fitsWhatIs(moment.tx, request, moment.input.answer);
    return { ...facts, answer: moment.input.answer, answerFits: fits };
  },
  async run({ tx, parts, reached, input }) {
    const { legalRequest, reason } = input;
    if (!(await store.markAnswered(tx, legalRequest, input.answer, reached.officer))) {
      throw new Refusal('conflict', 'the request was answered before');
    }
    await keepCaseText(parts, tx, legalRequest, 'answer', { reason });
    // What was produced and is not given out any more is forgotten with the answer.
    const productions = await store.productionsOf(tx, legalRequest);
    const left = productions.map(({ position }) => `part-${position}`);
    const archives = (await batchesMade(tx, legalRequest)).map(({ batch }) => archiveName(batch));
    await parts.siteSecrets.of(legalRequest).forget(tx, ...archives, ...left);
    return {};
  },
});

// "No data held" of somebody who is here would be a lie; "refused" after the archive has left would be one too.
async function fitsWhatIs(sql: Sql, request: LegalRequestRow, given: Answer): Promise<boolean> {
  if (given === 'refused') return request.takenAt === null;
  if (request.scopedAt === null || request.manifest !== null) return false;
  const persons = (await store.personsInScope(sql, request.legalRequestId)).flatMap(({ personId }) => personId ?? []);
  const held = await store.heldFields(sql, request, persons, request.fields ?? []);
  // What is kept apart is held; so is what the person sealed under a key of their own, though we cannot open it.
  const kept = await holds.heldPersons(sql, request.legalRequestId);
  return held.length === 0 && kept.length === 0;
}
