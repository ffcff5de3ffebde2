import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { enqueue } from '../../kernel/jobs.ts';
import { handedTransfer } from './reach.ts';
import * as store from './store.ts';

/** The job that asks a provider how a transfer stands. */
export const CHECK_JOB = 'check-transfer';

/**
 * The provider tells how its transfer went: a hint, after which it is asked. A repeated report changes nothing and is
 * answered the same, in whatever order reports come.
 */
export const reportTransfer = defineAct({
  name: 'reportTransfer',
  section: 'use',
  askers: ['provider'],
  recipients: ['nobody'],
  opens: 'nothing',
  facts: [],
  words: {
    ru: 'сообщает, чем закончился перевод',
    en: 'reports how a transfer went',
    uk: 'повідомляє, чим закінчився переказ',
  },
  method: 'POST',
  path: '/transfers/{transfer}/reports',
  input: z.strictObject({
    transfer: z.uuid(),
    /** The provider's own id of this report (Standard Webhooks `webhook-id`). */
    id: z.uuid(),
    status: z.enum(['paid', 'failed', 'refunded']),
  }),
  recording: 'each',
  changesFacts: true,
  reach: (tx, asker, input) => handedTransfer(tx, asker, input.transfer),
  async run({ tx, reached, input, parts }) {
    const { personId, transfer } = reached;
    const report = { personId, transferId: transfer.transferId, reportId: input.id, status: input.status };
    const recorded = await store.insertReport(tx, report);
    const job = { jobId: parts.random.uuid(), personId, reference: transfer.transferId };
    if (recorded) await enqueue(tx, { ...job, kind: CHECK_JOB });
    return { recorded };
  },
});
