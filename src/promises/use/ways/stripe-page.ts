import type { Stripe } from 'stripe';
import type { Settled } from '../store.ts';
import { boundedFetch } from './bounded-fetch.ts';
import type { Answer, Asked, HandOver, ProviderSecrets, Way, WayParts } from './way.ts';

/**
 * Stripe's hosted page, by its official library, which is loaded when it is first needed. Amount, currency and a random
 * reference; nothing personal: what a card needs, the person types there.
 */
export const stripePage: Way = {
  async handOver(handOver, secrets, parts): Promise<Answer> {
    try {
      const stripe = await openStripe(handOver.provider.address, secrets, parts);
      const session = await stripe.checkout.sessions.create(orderOf(handOver, parts), {
        idempotencyKey: handOver.transfer.transferId,
      });
      return session.url === null
        ? { outcome: 'unknown', reference: session.id }
        : { outcome: 'accepted', reference: session.id, page: session.url };
    } catch (error) {
      return { outcome: saidNo(error) ? 'refused' : 'unknown' };
    }
  },
  async status(asked): Promise<Settled | null> {
    const session = await readSession(asked).catch(() => null);
    if (session === null) return null;
    const { amount, currency, transferId } = asked.transfer;
    const same = session.amount_total === amount && session.currency?.toUpperCase() === currency;
    if (!same || session.client_reference_id !== transferId) return null;
    const charge = typeof session.payment_intent === 'object' ? session.payment_intent?.latest_charge : null;
    if (typeof charge === 'object' && charge?.refunded === true) return 'refunded';
    if (session.payment_status === 'paid') return 'paid';
    return session.status === 'expired' ? 'failed' : null;
  },
  async refund(asked) {
    try {
      const stripe = await openStripe(asked.provider.address, asked.secrets, asked.parts);
      const { payment_intent: intent } = await readSession(asked);
      const id = typeof intent === 'string' ? intent : intent?.id;
      if (id === undefined) return 'refused';
      await stripe.refunds.create({ payment_intent: id }, { idempotencyKey: `${asked.transfer.transferId}-refund` });
      return 'accepted';
    } catch (error) {
      return saidNo(error) ? 'refused' : 'unknown';
    }
  },
  async report({ headers, body }, { key, signing }) {
    const { Stripe } = await import('stripe');
    const webhooks = new Stripe((key ?? signing).unseal('hand-over')).webhooks;
    const event = webhooks.constructEvent(body, headers['stripe-signature'] ?? '', signing.unseal('hand-over'));
    const status = ENDS.get(event.type);
    if (status === undefined) return undefined;
    const transferId = (event.data.object as { client_reference_id?: string | null }).client_reference_id;
    return typeof transferId === 'string' ? { transferId, id: event.id, status } : undefined;
  },
};

const ENDS: ReadonlyMap<string, Settled> = new Map([
  ['checkout.session.completed', 'paid'],
  ['checkout.session.async_payment_succeeded', 'paid'],
  ['checkout.session.async_payment_failed', 'failed'],
  ['checkout.session.expired', 'failed'],
]);

function orderOf({ transfer }: HandOver, { baseUrl }: WayParts): Stripe.Checkout.SessionCreateParams {
  const back = `${baseUrl()}/account/transfers/${transfer.transferId}`;
  const price = {
    currency: transfer.currency.toLowerCase(),
    unit_amount: transfer.amount,
    product_data: { name: transfer.transferId },
  };
  return {
    mode: 'payment',
    line_items: [{ quantity: 1, price_data: price }],
    client_reference_id: transfer.transferId,
    success_url: back,
    cancel_url: back,
  };
}

async function readSession(asked: Asked) {
  const { provider, transfer, secrets, parts } = asked;
  if (transfer.reference === null) throw new Error('it has no session');
  const stripe = await openStripe(provider.address, secrets, parts);
  return await stripe.checkout.sessions.retrieve(transfer.reference, { expand: ['payment_intent.latest_charge'] });
}

async function openStripe(address: string, { key, signing }: ProviderSecrets, { outside }: WayParts) {
  const { Stripe } = await import('stripe');
  const { protocol, hostname, port } = new URL(address);
  return new Stripe((key ?? signing).unseal('hand-over'), {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    ...(port === '' ? {} : { port }),
    // What may be repeated is decided by the gate.
    maxNetworkRetries: 0,
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient(((to: string, init: RequestInit) =>
      boundedFetch(outside, to, init)) as typeof fetch),
  });
}

// A definite no of the provider; anything else may have been acted on.
function saidNo(error: unknown): boolean {
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status);
}
