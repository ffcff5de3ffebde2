import { bankOrder, bankProblems } from './bank-order.ts';
import { paymentFile } from './pain-001.ts';
import { askStatus, readReport, sendSigned } from './signed-call.ts';
import type { Way } from './way.ts';

/** A credit transfer as pain.001.001.09, sent signed. What the bank would refuse is not sent at all. */
export const bankFile: Way = {
  async handOver(handOver, secrets, parts) {
    const order = bankOrder(handOver, 'hand-over', parts.clock.now());
    if (bankProblems(order).length > 0) return { outcome: 'refused' };
    const key = handOver.transfer.transferId;
    const body = paymentFile(order);
    return {
      outcome: await sendSigned(handOver.provider, { body, contentType: 'application/xml', key }, secrets, parts),
    };
  },
  status: askStatus,
  report: readReport,
};
