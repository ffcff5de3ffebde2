// A shop in ten lines, as a service of the site: an order becomes a dealing, the buyer joins it at the site, and only
// then does the shop get the delivery address. It keeps no name, no address and no account: only its own order number.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const { KRISTALUX_URL = 'http://localhost:8080', SHOP_SECRET, PORT = '8091' } = process.env;
if (!SHOP_SECRET) throw new Error('Set SHOP_SECRET: `npx kristalux seed` prints it.');

const dealings = new Map(); // by order number

/** The ten lines: everything the shop says to the site. */
async function ask(path, body, headers = {}) {
  const answer = await fetch(`${KRISTALUX_URL}/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SHOP_SECRET}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}
const transfer = {
  provider: 'demo-pay',
  method: 'card-transfer',
  amount: 125_000,
  currency: 'UAH',
  payee: 'Lamp shop',
};
const openDealing = (order) =>
  ask(
    '/dealings',
    { purpose: 'delivery', reference: `order ${order}`, transfer },
    { 'idempotency-key': `order-${order}` },
  );
const askFields = (dealing, fields) => ask(`/dealings/${encodeURIComponent(dealing)}/fields`, { fields });

/** POST /orders: the buyer goes on at the site. GET /orders/{order}?ask=address: what the site answers about it. */
const shop = createServer(async (request, response) => {
  try {
    const url = new URL(request.url ?? '/', 'http://shop');
    if (url.pathname === '/') return page(response);
    if (request.method === 'POST' && url.pathname === '/orders') {
      const order = randomBytes(4).toString('hex');
      const { status, body } = await openDealing(order);
      if (status !== 201) return json(response, status, body);
      dealings.set(order, body.id);
      return json(response, 303, { order, ...body }, { location: `${KRISTALUX_URL}${body.join}` });
    }
    const dealing = dealings.get(url.pathname.replace('/orders/', ''));
    if (dealing === undefined) return json(response, 404, { problem: 'there is no such order' });
    const { status, body } = await askFields(dealing, url.searchParams.getAll('ask'));
    return json(response, status, body);
  } catch {
    return json(response, 502, { problem: 'the site does not answer' });
  }
});

function json(response, status, body, headers = {}) {
  response
    .writeHead(status, { 'content-type': 'application/json', ...headers })
    .end(`${JSON.stringify(body, null, 2)}\n`);
}

function page(response) {
  const rows = [...dealings.keys()].map(
    (order) => `<li>Order ${order}:
      <a href="/orders/${order}?ask=name&ask=address">ask for name and address</a>,
      <a href="/orders/${order}?ask=birth-date">ask for the date of birth</a></li>`,
  );
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html>
<html lang="en"><title>Lamp shop</title><h1>Lamp shop</h1>
<form method="post" action="/orders"><button>Order a lamp: 1,250.00 UAH</button></form><ul>${rows.join('')}</ul></html>`);
}

shop.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`The shop is open at http://localhost:${shop.address().port}`);
});
