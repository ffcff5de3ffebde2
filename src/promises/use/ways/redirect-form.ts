import { payloadOf } from './payload.ts';
import { askStatus, readReport, signed } from './signed-call.ts';
import type { Way } from './way.ts';

/**
 * The generic form: what the signed call would carry, signed the same way, in hidden inputs that the person's browser
 * sends. The answer of the page is the sink.
 */
export const redirectForm: Way = {
  form(handOver, secrets, { clock }) {
    const { provider, transfer } = handOver;
    const payload = JSON.stringify(payloadOf(handOver, 'answer'));
    return {
      action: provider.address,
      values: { payload, ...signed(secrets, clock.now(), transfer.transferId, payload) },
    };
  },
  status: askStatus,
  report: readReport,
};
