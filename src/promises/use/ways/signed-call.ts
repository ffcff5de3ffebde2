import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import type { Provider } from '../../../kernel/policy/declarations.ts';
import type { Outcome, Settled } from '../store.ts';
import { boundedFetch, outcomeOf } from './bounded-fetch.ts';
import { payloadOf } from './payload.ts';
import type { Answer, Asked, HandOver, ProviderSecrets, RawReport, Report, Way, WayParts } from './way.ts';

/**
 * The signed server-to-server call (Standard Webhooks 1.0). The id of the message is the transfer's, which is random, so
 * that a repeat is the same message to the provider and the key says nothing about the person.
 */
export const signedCall: Way = { handOver: call, status: askStatus, refund: askRefund, report: readReport };

async function call(handOver: HandOver, secrets: ProviderSecrets, parts: WayParts): Promise<Answer> {
  const body = JSON.stringify(payloadOf(handOver, 'hand-over'));
  const { provider, transfer } = handOver;
  const send = { body, contentType: 'application/json', key: transfer.transferId };
  return { outcome: await sendSigned(provider, send, secrets, parts) };
}

/** One signed body to the address of a provider. */
export async function sendSigned(
  provider: Provider,
  { body, contentType, key }: { readonly body: string; readonly contentType: string; readonly key: string },
  secrets: ProviderSecrets,
  { clock, outside }: WayParts,
): Promise<Outcome> {
  const headers = { ...signed(secrets, clock.now(), key, body), 'content-type': contentType, 'idempotency-key': key };
  try {
    return outcomeOf((await boundedFetch(outside, provider.address, { method: 'POST', headers, body })).status);
  } catch {
    return 'unknown';
  }
}

export function signed({ signing }: ProviderSecrets, now: Date, id: string, body: string) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(signing.unseal('hand-over')).sign(id, now, body),
  };
}

const statusSchema = z.object({ status: z.string().max(40), amount: z.int(), currency: z.string() });

/** `GET {address}/{transfer}`, signed over an empty body. */
export async function askStatus({ provider, transfer, secrets, parts }: Asked): Promise<Settled | null> {
  if (provider.tellsStatus !== true) return null;
  const address = `${provider.address.replace(/\/$/, '')}/${transfer.transferId}`;
  const headers = signed(secrets, parts.clock.now(), transfer.transferId, '');
  try {
    const answer = await boundedFetch(parts.outside, address, { headers });
    if (answer.status !== 200) return null;
    const { status, amount, currency } = statusSchema.parse(await answer.json());
    if (amount !== transfer.amount || currency !== transfer.currency) return null;
    return settledOf(status);
  } catch {
    return null;
  }
}

async function askRefund({ provider, transfer, secrets, parts }: Asked): Promise<Outcome> {
  const { transferId: id, amount, currency } = transfer;
  const body = JSON.stringify({ type: 'refund', transfer: { id, amount, currency } });
  return await sendSigned(provider, { body, contentType: 'application/json', key: `${id}-refund` }, secrets, parts);
}

const reportSchema = z.object({ transfer: z.uuid(), status: z.string().max(40) });

/** Standard Webhooks checks the signature and that it is younger than five minutes. */
export async function readReport(
  { headers, body }: RawReport,
  { signing }: ProviderSecrets,
): Promise<Report | undefined> {
  const said = reportSchema.parse(new Webhook(signing.unseal('hand-over')).verify(body, { ...headers }));
  const status = settledOf(said.status);
  return status === null ? undefined : { transferId: said.transfer, id: headers['webhook-id'] ?? '', status };
}

function settledOf(status: string): Settled | null {
  return status === 'paid' || status === 'failed' || status === 'refunded' ? status : null;
}
