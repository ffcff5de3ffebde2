import { z } from 'zod';
import { defineAct } from '../../kernel/gate/act.ts';
import { handedTransfer } from './reach.ts';
import * as store from './store.ts';

/** The provider tells how its transfer went. A repeated report changes nothing and is answered the same. */
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
  async run({ tx, reached, input }) {
    const { personId, transfer } = reached;
    const report = { personId, transferId: transfer.transferId, reportId: input.id, status: input.status };
    return { recorded: await store.insertReport(tx, report) };
  },
});
