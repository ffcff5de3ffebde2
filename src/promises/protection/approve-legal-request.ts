import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { Refusal } from '../../kernel/refusal.ts';
import {
  foundNecessary,
  groundIsProcess,
  notExpired,
  requestOpen,
  secondOfficerDiffers,
  toldBefore,
  waitingOver,
} from './facts.ts';
import { PROCESS_NOTICE_DAYS } from './limits.ts';
import { officersRequest } from './reach.ts';
import { requestNow } from './request-facts.ts';
import * as store from './store.ts';
import { waitingIsOver } from './waiting-is-over.ts';

/** The job that an approval leaves for the worker. It names the request and holds no value. */
export const PRODUCE_JOB = 'produce-for-authority';

/**
 * «…нужны … решение двух разных людей. Один человек этого сделать не может»: a second officer agrees, another human than
 * the finder, whatever session they sit in. Until here nothing of any person was opened; from here the worker may.
 */
export const approveLegalRequest = defineAct({
  name: 'approveLegalRequest',
  section: 'protection',
  askers: ['legal-officer'],
  recipients: ['nobody'],
  opens: 'nothing',
  names: 'ground',
  facts: [foundNecessary, secondOfficerDiffers, requestOpen, notExpired, waitingOver, groundIsProcess, toldBefore],
  words: {
    ru: 'соглашается с раскрытием вторым',
    en: 'agrees to a disclosure as the second',
    uk: 'погоджується з розкриттям другим',
  },
  method: 'POST',
  path: '/legal-requests/{legalRequest}/approval',
  input: z.strictObject({ legalRequest: z.uuid() }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, input) => officersRequest(tx, asker, input.legalRequest),
  async factsNow(moment) {
    const { request, facts } = await requestNow(moment);
    return {
      ...facts,
      secondOfficerDiffers: request.foundBy !== moment.reached.officer,
      waitingOver: await waitingIsOver(moment.tx, request, moment.reached.officer),
      toldBefore: await store.allToldBefore(moment.tx, request.legalRequestId, PROCESS_NOTICE_DAYS),
    };
  },
  async run({ tx, parts, reached, input: { legalRequest } }) {
    if (!(await store.markApproved(tx, legalRequest, reached.officer))) {
      throw new Refusal('conflict', 'the request was approved before');
    }
    await enqueue(tx, {
      jobId: parts.random.uuid(),
      kind: PRODUCE_JOB,
      personId: null,
      reference: legalRequest,
    });
    return {};
  },
});
