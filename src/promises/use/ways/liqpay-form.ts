import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { decimalAmount, minorAmount } from '../../../kernel/amounts.ts';
import type { Outcome, Settled } from '../store.ts';
import { boundedFetch, outcomeOf } from './bounded-fetch.ts';
import type { Asked, ProviderSecrets, Report, Way } from './way.ts';

/** The version of the interface that signs with SHA3-256; the earlier ones sign with SHA-1. */
const VERSION = '7';

/**
 * LiqPay's signed form: `data` is base64 of JSON, `signature` base64 of SHA3-256 over key, data, key. Order, amount,
 * currency and a random reference; nothing personal.
 */
export const liqpayForm: Way = {
  form({ provider, transfer }, secrets, { baseUrl }) {
    const { transferId, currency } = transfer;
    const order = {
      version: VERSION,
      public_key: provider.merchant,
      action: 'pay',
      amount: decimalAmount(transfer.amount, currency),
      currency,
      description: transferId,
      order_id: transferId,
      result_url: `${baseUrl()}/account/transfers/${transferId}`,
      server_url: `${baseUrl()}/webhooks/${provider.id}`,
    };
    return { action: provider.address, values: pack(order, secrets) };
  },
  async status(asked) {
    const answer = await request(asked, { action: 'status' });
    const said = answer === null ? undefined : orderSchema.safeParse(await answer.json().catch(() => null)).data;
    if (said === undefined || said.order_id !== asked.transfer.transferId) return null;
    const same = said.currency === asked.transfer.currency;
    return same && minorAmount(String(said.amount), said.currency) === asked.transfer.amount
      ? endOf(said.status)
      : null;
  },
  async refund(asked): Promise<Outcome> {
    const { amount, currency } = asked.transfer;
    const answer = await request(asked, { action: 'refund', amount: decimalAmount(amount, currency) });
    return answer === null ? 'unknown' : outcomeOf(answer.status);
  },
  async report({ body }, secrets): Promise<Report | undefined> {
    const sent = new URLSearchParams(body);
    const data = sent.get('data') ?? '';
    const given = Buffer.from(sent.get('signature') ?? '', 'base64');
    const right = signatureOf(data, secrets);
    if (given.length !== right.length || !timingSafeEqual(given, right)) throw new Error('the signature is not right');
    const said = orderSchema.parse(JSON.parse(Buffer.from(data, 'base64').toString('utf8')));
    const status = endOf(said.status);
    return status === null ? undefined : { transferId: said.order_id, id: data, status };
  },
};

const orderSchema = z.object({
  order_id: z.uuid(),
  status: z.string().max(40),
  amount: z.union([z.number(), z.string().max(20)]),
  currency: z.string().max(3),
});

function endOf(status: string): Settled | null {
  if (status === 'success') return 'paid';
  if (status === 'reversed') return 'refunded';
  return status === 'failure' || status === 'error' ? 'failed' : null;
}

async function request({ provider, transfer, secrets, parts }: Asked, said: object): Promise<Response | null> {
  const order = { version: VERSION, public_key: provider.merchant, order_id: transfer.transferId, ...said };
  const address = new URL('/api/request', provider.address).href;
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(pack(order, secrets)).toString();
  return await boundedFetch(parts.outside, address, { method: 'POST', headers, body }).catch(() => null);
}

function pack(order: object, secrets: ProviderSecrets) {
  const data = Buffer.from(JSON.stringify(order)).toString('base64');
  return { data, signature: signatureOf(data, secrets).toString('base64') };
}

function signatureOf(data: string, { key, signing }: ProviderSecrets): Buffer {
  const secret = (key ?? signing).unseal('hand-over');
  return createHash('sha3-256').update(`${secret}${data}${secret}`).digest();
}
