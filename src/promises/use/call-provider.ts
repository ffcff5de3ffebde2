import { Webhook } from 'standardwebhooks';
import type { Clock } from '../../kernel/clock.ts';
import { PROVIDER_ANSWER_BYTES_MAX, PROVIDER_MILLISECONDS_MAX } from '../../kernel/limits.ts';
import type { Outside } from '../../kernel/outside.ts';
import type { Provider } from '../../kernel/policy/declarations.ts';
import type { Sealed } from '../../kernel/vault/sealed.ts';
import { payeeOf } from './payee.ts';
import type { Outcome, TransferRow } from './store.ts';

export interface HandOver {
  readonly provider: Provider;
  readonly transfer: TransferRow;
  /** The person's pseudonym at this provider. */
  readonly customer: string;
  /** The fields by their names, and the payee by its record where the person typed it. */
  readonly opened: ReadonlyMap<string, Sealed<string>>;
}

/**
 * The signed server-to-server call (Standard Webhooks 1.0): the sink of a hand-over. The id of the message is the
 * transfer's, so that a repeat is the same message to the provider.
 * @returns accepted (2xx), refused (4xx, and anything that was not sent at all), or unknown: no whole answer in time, one
 * that is too long, a redirect, a 5xx, or 408/425/429, where the provider may or may not have acted
 */
export async function callProvider(
  handOver: HandOver,
  secret: Sealed<string>,
  { clock, outside }: { clock: Clock; outside: Outside },
): Promise<Outcome> {
  const { provider, transfer } = handOver;
  const body = JSON.stringify(payloadOf(handOver));
  const now = clock.now();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': transfer.transferId,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(secret.unseal('hand-over')).sign(transfer.transferId, now, body),
    'idempotency-key': transfer.transferId,
  };
  try {
    const signal = AbortSignal.timeout(PROVIDER_MILLISECONDS_MAX);
    const answer = await outside.fetch(provider.address, { method: 'POST', headers, body, redirect: 'manual', signal });
    await readAtMost(answer, PROVIDER_ANSWER_BYTES_MAX);
    return outcomeOf(answer.status);
  } catch {
    return 'unknown';
  }
}

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return 'accepted';
  if (status >= 400 && status < 500 && ![408, 425, 429].includes(status)) return 'refused';
  return 'unknown';
}

function payloadOf({ transfer, customer, opened }: HandOver) {
  const fields = [...opened].filter(([name]) => name !== transfer.payeeRecord);
  return {
    type: 'transfer',
    transfer: {
      id: transfer.transferId,
      method: transfer.method,
      amount: transfer.amount,
      currency: transfer.currency,
      payee: payeeOf(transfer, opened, 'hand-over'),
      customer,
    },
    fields: Object.fromEntries(fields.map(([name, value]) => [name, value.unseal('hand-over')])),
  };
}

// A provider that answers without end must not fill our memory: what it meant to say is not known.
async function readAtMost(answer: Response, bytesMax: number): Promise<void> {
  const reader = answer.body?.getReader();
  let read = 0;
  while (reader !== undefined) {
    const { done, value } = await reader.read();
    if (done) return;
    read += value.byteLength;
    if (read <= bytesMax) continue;
    await reader.cancel();
    throw new Error('the answer is too long');
  }
}
