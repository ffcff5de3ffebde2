import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/**
 * Servers of providers, written by us from their public descriptions: Stripe's Checkout Sessions and Refunds, LiqPay's
 * checkout form and `request` interface, a bank and a payment system of the generic kinds. They keep what they get.
 */
export interface PaymentPages extends AsyncDisposable {
  readonly address: string;
  readonly received: Received[];
  /** How a transfer stands at the provider, by its number; what nobody set is not paid. */
  readonly stands: Map<string, { readonly status: string; readonly amount: number; readonly currency: string }>;
}

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export const LIQPAY_KEY = 'sandbox_private_key';

export async function openPaymentPages(): Promise<PaymentPages> {
  const received: Received[] = [];
  const stands: PaymentPages['stands'] = new Map();
  const sessions = new Map<string, Record<string, unknown>>();
  const server = createServer(async (request, response) => {
    const one = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      body: await text(request),
    };
    received.push(one);
    const { pathname } = new URL(one.path, 'http://here');
    if (pathname.startsWith('/v1/')) stripe(one, pathname, response, { sessions, stands });
    else if (pathname === '/api/request') liqpay(one, response, stands);
    else if (one.method === 'GET')
      json(response, 200, stands.get(pathname.split('/').at(-1) ?? '') ?? { status: 'new' });
    else response.writeHead(pathname === '/pay' || pathname === '/api/3/checkout' ? 200 : 202).end('taken');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    received,
    stands,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Kept {
  readonly sessions: Map<string, Record<string, unknown>>;
  readonly stands: PaymentPages['stands'];
}

function stripe({ method, body }: Received, path: string, response: ServerResponse, { sessions, stands }: Kept): void {
  if (method === 'POST' && path === '/v1/checkout/sessions') {
    const sent = new URLSearchParams(body);
    const id = `cs_test_${sessions.size + 1}`;
    const session = {
      id,
      object: 'checkout.session',
      url: `https://checkout.stripe.example/${id}`,
      client_reference_id: sent.get('client_reference_id'),
      amount_total: Number(sent.get('line_items[0][price_data][unit_amount]')),
      currency: sent.get('line_items[0][price_data][currency]'),
      payment_intent: `pi_${id}`,
      payment_status: 'unpaid',
      status: 'open',
    };
    sessions.set(id, session);
    json(response, 200, session);
    return;
  }
  if (method === 'POST' && path === '/v1/refunds') {
    json(response, 200, { id: 're_1', object: 'refund' });
    return;
  }
  const session = sessions.get(path.split('/').at(-1) ?? '');
  if (session === undefined) {
    json(response, 404, { error: { message: 'no such session' } });
    return;
  }
  const status = stands.get(String(session['client_reference_id']))?.status;
  const refunded = status === 'refunded';
  const intent = { id: session['payment_intent'], latest_charge: { id: 'ch_1', refunded } };
  json(response, 200, {
    ...session,
    payment_status: status === 'paid' || refunded ? 'paid' : 'unpaid',
    payment_intent: intent,
  });
}

function liqpay({ body }: Received, response: ServerResponse, stands: PaymentPages['stands']): void {
  const sent = new URLSearchParams(body);
  const data = sent.get('data') ?? '';
  if (sent.get('signature') !== liqpaySignature(data)) {
    json(response, 200, { status: 'error', err_code: 'signature' });
    return;
  }
  const { order_id: order } = JSON.parse(Buffer.from(data, 'base64').toString('utf8')) as { order_id: string };
  const { status = 'wait_accept', amount = 0, currency = '' } = stands.get(order) ?? {};
  json(response, 200, { order_id: order, status, amount: amount / 100, currency });
}

export function liqpaySignature(data: string): string {
  return createHash('sha3-256').update(`${LIQPAY_KEY}${data}${LIQPAY_KEY}`).digest('base64');
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
