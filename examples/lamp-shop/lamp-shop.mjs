// A small real shop of crystal lamps on Express. People sign in with their account at the site (OpenID Connect), order, and
// pay there; the shop keeps order numbers and pseudonyms, and asks for a name or an address each time it shows one.
import { randomBytes, randomUUID } from 'node:crypto';
import express from 'express';
import { readWebhook } from 'kristalux/client';
import * as oidc from 'openid-client';
import { markResponses } from '../marking/mark-pages.mjs';
import { orderPage, shopPage } from './pages.mjs';

const { KRISTALUX_URL = 'http://localhost:8080', SHOP_SECRET, PORT = '8091', SHOP_ID = 'shop' } = process.env;
if (!SHOP_SECRET) throw new Error('Set SHOP_SECRET: `npx kristalux seed` prints it.');
/** The secret of notices; while it is being changed, both, with a comma between. */
const NOTICE_SECRETS = (process.env.SHOP_NOTICE_SECRET ?? '').split(',').filter((one) => one !== '');
const own = process.env.SHOP_URL ?? `http://localhost:${PORT}`;
const policy = `${KRISTALUX_URL}/policy`;
const LAMPS = [
  { id: 'drop', name: 'Люстра «Капля»', price: 129_000 },
  { id: 'prism', name: 'Бра «Призма»', price: 46_500 },
  { id: 'frost', name: 'Настольная лампа «Иней»', price: 38_000 },
];

/** How one may pay: what the site declares, in the words of this shop. `SHOP_WAYS` names others, as JSON. */
const WAYS = JSON.parse(process.env.SHOP_WAYS ?? 'null') ?? [
  { id: 'card', words: 'картой', provider: 'demo-pay', method: 'card-transfer' },
  { id: 'bank', words: 'через банк', provider: 'demo-pay', method: 'bank-transfer' },
];

/** Who is signed in here, by a cookie of ours: the pseudonym and the dealing that their sign-in is. */
const sessions = new Map();
/** Sign-ins under way: what has to come back with the answer. */
const begun = new Map();
const orders = new Map();

// Only a site on this very machine is spoken to without TLS.
const plain = new URL(KRISTALUX_URL).protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {};
const client = await oidc.discovery(new URL(KRISTALUX_URL), SHOP_ID, SHOP_SECRET, undefined, plain);

/** One question to the site, as the shop. */
async function ask(path, body, headers = {}) {
  const answer = await fetch(`${KRISTALUX_URL}/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SHOP_SECRET}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}
const askFields = (dealing, fields) => ask(`/dealings/${encodeURIComponent(dealing)}/fields`, { fields });

const cookieOf = (request, name) =>
  request.headers.cookie
    ?.split('; ')
    .find((one) => one.startsWith(`${name}=`))
    ?.slice(name.length + 1);
const COOKIE = { httpOnly: true, sameSite: 'lax', secure: own.startsWith('https:'), path: '/' };

const shop = express();
shop.disable('x-powered-by');

// What happened to an order, told by the site. The text as it came is what was signed, so nothing may parse it before.
shop.post('/notices', express.text({ type: 'application/json', limit: '16kb' }), async (request, response) => {
  const notice = await readWebhook(NOTICE_SECRETS, request.headers, request.body ?? '');
  if (notice === undefined) return response.sendStatus(401);
  const { type, timestamp, data } = notice.body;
  for (const [id, order] of orders) {
    if (type === 'transfer.changed' && order.dealing === data.dealing && timestamp > order.statusAt) {
      // Notices may come in any order: what is told of an earlier moment changes nothing any more.
      Object.assign(order, { status: data.status, statusAt: timestamp });
    }
    // Whoever was erased at the site has nothing left here either.
    if (type === 'person.erased' && order.buyer === data.person) orders.delete(id);
  }
  response.sendStatus(204);
});

shop.use(express.urlencoded({ extended: false, limit: '2kb' }));
shop.use(markResponses({ own, policy, words: '(другой сайт; наша Политика о нём не говорит)' }));
shop.use((request, response, next) => {
  const origin = request.headers.origin;
  // A form of somebody else's page orders nothing.
  if (request.method === 'POST' && origin !== own) return response.status(403).send('Откройте магазин и нажмите там.');
  response.set('content-security-policy', "default-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'");
  request.buyer = sessions.get(cookieOf(request, 'lamp-shop'));
  next();
});

shop.get('/', async (request, response) => {
  const told = request.buyer && (await askFields(request.buyer.dealing, ['name']));
  const own = request.buyer && [...orders.values()].filter(({ buyer }) => buyer === request.buyer.person);
  const buyer = request.buyer && { name: told.body.fields?.name ?? null, orders: own };
  response.send(
    shopPage({ lamps: LAMPS, ways: WAYS, buyer, policy, subscribe: `${KRISTALUX_URL}/forms/subscription` }),
  );
});

shop.get('/sign-in', async (_request, response) => {
  const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  const id = randomUUID();
  begun.set(id, { verifier, state, nonce });
  const parameters = {
    redirect_uri: `${own}/signed-in`,
    scope: 'openid profile',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  };
  response.cookie('lamp-shop-begun', id, { ...COOKIE, maxAge: 600_000 });
  response.redirect(303, oidc.buildAuthorizationUrl(client, parameters).href);
});

shop.get('/signed-in', async (request, response) => {
  const started = begun.get(cookieOf(request, 'lamp-shop-begun'));
  begun.delete(cookieOf(request, 'lamp-shop-begun'));
  if (started === undefined || request.query.error) return response.redirect(303, '/');
  const { verifier, state, nonce } = started;
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
  const tokens = await oidc.authorizationCodeGrant(client, new URL(request.originalUrl, own), checks);
  const { sub } = tokens.claims();
  const { dealing } = await oidc.fetchUserInfo(client, tokens.access_token, sub);
  const id = randomBytes(32).toString('base64url');
  sessions.set(id, { person: sub, dealing, idToken: tokens.id_token });
  response.cookie('lamp-shop', id, COOKIE);
  response.redirect(303, '/');
});

shop.post('/sign-out', (request, response) => {
  sessions.delete(cookieOf(request, 'lamp-shop'));
  response.clearCookie('lamp-shop', COOKIE);
  const { idToken } = request.buyer ?? {};
  if (idToken === undefined) return response.redirect(303, '/');
  const parameters = { id_token_hint: idToken, post_logout_redirect_uri: `${own}/` };
  response.redirect(303, oidc.buildEndSessionUrl(client, parameters).href);
});

shop.post('/orders', async (request, response) => {
  const lamp = LAMPS.find(({ id }) => id === request.body.lamp);
  const way = WAYS.find(({ id }) => id === request.body.pay);
  if (request.buyer === undefined || lamp === undefined || way === undefined) return response.redirect(303, '/');
  const order = randomBytes(4).toString('hex');
  const { provider, method, account } = way;
  const transfer = { provider, method, account, amount: lamp.price, currency: 'UAH', payee: 'Lamp shop' };
  const body = { purpose: 'delivery', reference: order, transfer };
  const { status, body: told } = await ask('/dealings', body, { 'idempotency-key': `order-${order}` });
  if (status !== 201) return response.status(502).send('Сайт сейчас не отвечает.');
  orders.set(order, { id: order, lamp, dealing: told.id, buyer: request.buyer.person, statusAt: '' });
  response.redirect(303, `${KRISTALUX_URL}${told.join}`);
});

shop.get('/orders/:order', async (request, response) => {
  const order = orders.get(request.params.order);
  if (order === undefined || order.buyer !== request.buyer?.person)
    return response.status(404).send('Нет такого заказа.');
  const { status, body } = await askFields(order.dealing, ['name', 'address']);
  // Whoever joined must be who ordered: the address of the joining page may have been passed on.
  const given = status === 200 && body.person === order.buyer ? body.fields : null;
  response.send(orderPage({ order, given, join: `${KRISTALUX_URL}/account/dealings/${order.dealing}`, policy }));
});

// What goes wrong is said without its details: they may hold what the site answered.
shop.use((_error, _request, response, _next) => response.status(502).send('Войти не получилось. Вернитесь в магазин.'));

const server = shop.listen(Number(new URL(own).port), '127.0.0.1', () => {
  console.log(`The lamp shop is open at http://localhost:${server.address().port}`);
});
