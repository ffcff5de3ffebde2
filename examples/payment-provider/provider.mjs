// A payment provider: takes transfers that the site hands over, each once, and only with a right signature
// (Standard Webhooks). It reports back how a transfer went. With ASK_PHONE=1 it also asks for more than it was given.
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const {
  KRISTALUX_URL = 'http://localhost:8080',
  DEMO_PAY_SECRET,
  DEMO_PAY_SIGNING_SECRET,
  DEMO_FORM_SIGNING_SECRET,
  DEMO_BANK_SIGNING_SECRET,
  PORT = '8090',
} = process.env;
if (!DEMO_PAY_SECRET || !DEMO_PAY_SIGNING_SECRET) {
  throw new Error('Set DEMO_PAY_SECRET and DEMO_PAY_SIGNING_SECRET: `npx kristalux seed` prints them.');
}
/** By the address below which each kind of hand-over comes; what no secret is known for is not there. */
const signingSecrets = {
  payments: DEMO_PAY_SIGNING_SECRET,
  pay: DEMO_FORM_SIGNING_SECRET,
  files: DEMO_BANK_SIGNING_SECRET,
};
const OLDEST_SECONDS = 300;
const BODY_BYTES_MAX = 65_536;

const accepted = new Map(); // by webhook-id: what was handed over, how often it came, what we asked and heard

const secretOf = (place) => (Object.hasOwn(signingSecrets, place) ? signingSecrets[place] : undefined);

/** Standard Webhooks 1.0: HMAC-SHA256 over `id.timestamp.body`; several signatures may stand side by side. */
function isSigned(secret, { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': given = '' }, body) {
  const signingKey = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (!(Math.abs(Date.now() / 1000 - Number(at)) <= OLDEST_SECONDS)) return false;
  const right = createHmac('sha256', signingKey).update(`${id}.${at}.${body}`).digest();
  return given.split(' ').some((one) => {
    const signature = Buffer.from(one.replace(/^v1,/, ''), 'base64');
    return signature.length === right.length && timingSafeEqual(signature, right);
  });
}

const provider = createServer(async (request, response) => {
  if (request.method === 'GET') return lookUp(request, response);
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > BODY_BYTES_MAX) return answer(response, 413, { problem: 'the body is too large' });
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks).toString('utf8');
  const place = request.url.slice(1);
  const secret = secretOf(place);
  if (!secret) return answer(response, 404, { problem: 'there is nothing here' });
  // A form is what the person's own browser sends: the same signed message as its inputs.
  const form = place === 'pay' ? Object.fromEntries(new URLSearchParams(body)) : null;
  const message = form ? (form.payload ?? '') : body;
  const signed = form ?? request.headers;
  if (!isSigned(secret, signed, message)) return answer(response, 401, { problem: 'the signature is not right' });

  const id = signed['webhook-id'];
  const before = accepted.get(id);
  if (before) {
    // The same message again: the same answer, and no second transfer.
    before.times += 1;
    return form ? thank(response) : answer(response, 202, { accepted: id });
  }
  // A bank's file is kept as it came; reading it is the bank's work.
  const { transfer, fields } = place === 'files' ? { transfer: { file: body }, fields: {} } : JSON.parse(message);
  const taken = { id, times: 1, transfer, fields, reported: null, asked: null };
  accepted.set(id, taken);
  console.log(`Transfer ${id} was handed over with the fields: ${Object.keys(fields).join(', ')}`);
  if (form) return thank(response);
  answer(response, 202, { accepted: id });
  if (place === 'payments') await afterwards(taken).catch(() => console.log('The site does not answer.'));
});

/** How one transfer stands, asked with a signature over an empty body; without a number all that was taken, to look at. */
function lookUp({ url, headers }, response) {
  const [, place = '', id = ''] = url.split('/');
  if (id === '') return answer(response, 200, [...accepted.values()]);
  const secret = secretOf(place);
  if (!secret || !isSigned(secret, headers, '')) {
    return answer(response, 401, { problem: 'the signature is not right' });
  }
  const taken = accepted.get(id);
  if (!taken) return answer(response, 404, { problem: 'there is no such transfer' });
  const { amount, currency } = taken.transfer;
  answer(response, 200, { status: 'paid', amount, currency });
}

/** The page on which the person's browser ends up. */
function thank(response) {
  const page = '<!doctype html><title>Checkout</title><p>Taken. You may close this page and look at your account.';
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}

async function afterwards(taken) {
  taken.reported = await call(`/transfers/${taken.id}/reports`, { id: randomUUID(), status: 'paid' });
  console.log(`The site was told that transfer ${taken.id} is paid: ${taken.reported.status}`);
  if (process.env.ASK_PHONE !== '1') return;
  taken.asked = await call(`/transfers/${taken.id}/fields`, { fields: ['phone'] });
  console.log(`Asked for the phone: ${taken.asked.status}, section «${taken.asked.body.section}»`);
}

async function call(path, body) {
  const response = await fetch(`${KRISTALUX_URL}/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${DEMO_PAY_SECRET}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

provider.listen(Number(PORT), '127.0.0.1', () => {
  console.log(`The payment provider listens at http://localhost:${provider.address().port}/payments`);
});
