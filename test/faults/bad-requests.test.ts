import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { openTestApp, type TestApp, type TestPerson } from '../testkit/app.ts';
import { fromSchema, type Schema } from './from-schema.ts';
import { FUZZ_SEED } from './mutations.ts';

/**
 * Everything through HTTP, as the outside does it. In every value stands a word that no answer may repeat. It could be no
 * name of anything: names that were asked for may be told.
 */
const CANARY = 'Канарейка№7';
let kit: TestApp;
let address: string;
let person: TestPerson;
let bearers: Readonly<Record<string, string>>;

before(async () => {
  kit = await openTestApp();
  await kit.publish();
  const shop = await kit.credential('service', 'shop');
  const bank = await kit.credential('provider', 'demo-pay');
  ({ address } = await kit.serve());
  person = await kit.person();
  bearers = { person: person.token, shop: shop.secret, bank: bank.secret };
});
after(() => kit[Symbol.asyncDispose]());

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly bearer?: string | undefined;
  readonly type?: string;
  readonly body?: string | Buffer;
}
interface Answered {
  readonly status: number;
  readonly text: string;
}

/** By hand, because `fetch` would put right what a test sends wrong. */
function send({ method = 'POST', path, bearer, type = 'application/json', body = '' }: Sent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    };
    const sending = httpRequest(`${address}`, { method, path, headers }, async (response) => {
      let text = '';
      for await (const chunk of response.setEncoding('utf8')) text += chunk;
      resolve({ status: response.statusCode ?? 0, text });
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

function refused({ status, text }: Answered, expected: number, field?: string): void {
  assert.equal(status, expected, text);
  const problem = JSON.parse(text) as { type: string; status: number; field?: string };
  assert.equal(problem.status, expected);
  assert.match(problem.type, /^urn:kristalux:problem:/);
  assert.doesNotMatch(text, new RegExp(CANARY));
  if (field !== undefined) assert.equal(problem.field, field);
}

const registration = (fields: object, more: object = {}) =>
  JSON.stringify({
    fields: { country: 'UA', ...fields },
    password: `${CANARY} lamp by the sea`,
    language: 'ru',
    policyVersion: 2,
    ...more,
  });

test('a body that is too large is 413, said or unsaid, and on pages as in the API', async () => {
  const large = Buffer.alloc(70_000, 'x');
  refused(await send({ path: '/v1/registrations', body: large }), 413);
  const page = await send({ path: '/register', type: 'application/x-www-form-urlencoded', body: large });
  assert.equal(page.status, 413);
});

test('what is no JSON, no object, no UTF-8 or of another type is told so', async () => {
  refused(await send({ path: '/v1/registrations', body: `{"${CANARY}` }), 400);
  refused(await send({ path: '/v1/registrations', body: `["${CANARY}"]` }), 400);
  refused(await send({ path: '/v1/registrations', body: 'null' }), 400);
  refused(await send({ path: '/v1/registrations', body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) }), 400);
  refused(await send({ path: '/v1/registrations', body: '{}', type: 'text/plain' }), 415);
  refused(await send({ path: '/v1/registrations', body: `${'['.repeat(30_000)}` }), 400);
});

test('a field that nobody declared is refused by its place, and what could be no name is not repeated', async () => {
  refused(await send({ path: '/v1/registrations', body: registration({}, { [CANARY]: 1 }) }), 422);
  refused(await send({ path: '/v1/registrations', body: registration({ name: 'A', [CANARY]: 'x' }) }), 422);
  const polluted = `{"__proto__":{"${CANARY}":1},"fields":{},"password":"${CANARY} long enough","language":"ru","policyVersion":2}`;
  refused(await send({ path: '/v1/registrations', body: polluted }), 422);
  const asked = {
    path: '/v1/dealings',
    bearer: bearers.shop,
    body: JSON.stringify({ purpose: 'delivery', reference: 'x', [CANARY]: 1 }),
  };
  refused(await send(asked), 422);
});

test('an unknown address is 404, a wrong method 405, a wrong credential 401', async () => {
  refused(await send({ path: `/v1/${encodeURIComponent(CANARY)}` }), 404);
  refused(await send({ path: '/v1/dealings', method: 'PATCH' }), 405);
  refused(await send({ path: '/v1/dealings', bearer: 'x'.repeat(43), body: '{}' }), 401);
  refused(await send({ path: '/v1/dealings', body: JSON.stringify({ purpose: 'delivery', reference: 'x' }) }), 401);
});

test('names in any script and with any trick are kept or refused, and never break anything', async () => {
  const names = {
    right: ['Ńgũgĩ wa Thiong’o', '山田 太郎', 'محمد علي', 'O', 'Zoë-Anne d’Été', 'Ѐ'.normalize('NFD')],
    wrong: ['\u202Etxt.exe', 'a\u0000b', '\uD800', '\u2066hidden', '\u200B', 'x'.repeat(2001)],
  };
  for (const name of names.right) {
    const { status, text } = await send({ path: '/v1/registrations', body: registration({ name }) });
    assert.equal(status, 200, `${JSON.stringify(name)}: ${text}`);
  }
  for (const name of names.wrong) {
    const answer = await send({ path: '/v1/registrations', body: registration({ name: `${name}` }) });
    refused(answer, 422, 'fields.name');
  }
});

test('addresses with broken escapes, hidden dots and odd ids are answered, never broken', async () => {
  const ids = [
    '%',
    '%zz',
    '%00',
    '%ff',
    '..',
    '%2e%2e%2f',
    encodeURIComponent(CANARY),
    '1e999',
    '-1',
    'a'.repeat(5000),
    '%F0%9F%92%A1',
  ];
  const paths = ids.flatMap((id) => [
    `/v1/dealings/${id}/fields`,
    `/policy/versions/${id}`,
    `/policy/changes/${id}`,
    `/policy/changes/1..${id}`,
    `/policy/at/${id}`,
    `/ledger/tile/${id}`,
    `/account/receipts/${id}`,
    `/forms/${id}`,
    `/mine/${id}`,
    `/?lang=${id}`,
  ]);
  for (const path of paths) {
    for (const method of ['GET', 'POST']) {
      const { status, text } = await send({ method, path, bearer: bearers.person });
      assert(status < 500, `${method} ${path.slice(0, 60)}: ${status}`);
      if (!path.includes('lang'))
        assert.doesNotMatch(text.replaceAll(/(href|action|value)="[^"]*"/g, ''), new RegExp(CANARY), path);
    }
  }
});

test('a text that the database cannot hold is refused where it is typed', async () => {
  for (const odd of ['a\u0000b', 'a\uD800b']) {
    const transfer = { provider: 'demo-pay', method: 'card-transfer', amount: 1, currency: 'UAH', payee: odd };
    const asked = [
      { path: '/v1/dealings', bearer: bearers.shop, body: { purpose: 'delivery', reference: odd } },
      { path: '/v1/dealings', bearer: bearers.shop, body: { purpose: 'delivery', reference: '1', transfer } },
      { path: '/v1/transfers', bearer: bearers.person, body: { transfer } },
      { path: '/v1/sessions', body: { identifier: odd, password: odd } },
    ];
    for (const { body, ...rest } of asked) {
      const { status, text } = await send({ ...rest, body: JSON.stringify(body) });
      assert([401, 422].includes(status), `${rest.path} ${JSON.stringify(odd)}: ${status} ${text}`);
    }
  }
});

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly documented: readonly string[];
  readonly input: Schema;
}

async function operations(): Promise<readonly Operation[]> {
  const { text } = await send({ method: 'GET', path: '/openapi.json' });
  const { paths } = JSON.parse(text) as { paths: Record<string, Record<string, Described>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, requestBody, responses }]) => {
      const query = parameters.filter((one) => one.in === 'query').map(({ name, schema }) => [name, schema] as const);
      const asked = { type: 'object', properties: Object.fromEntries(query) };
      return {
        method: method.toUpperCase(),
        path,
        documented: Object.keys(responses),
        input: requestBody?.content['application/json']?.schema ?? asked,
      };
    }),
  );
}

interface Described {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly responses: Readonly<Record<string, unknown>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

const NOBODYS = '00000000-0000-4000-8000-000000000000';

/** Ids of things that exist, so that what is odd gets past the first look. */
async function existing(): Promise<readonly string[]> {
  const dealing = await send({
    path: '/v1/dealings',
    bearer: bearers.shop,
    body: JSON.stringify({ purpose: 'delivery', reference: '1' }),
  });
  const { id } = JSON.parse(dealing.text) as { id: string };
  return [id, NOBODYS, 'shop', 'demo-pay', 'delivery', 'card-transfer', 'name', 'UAH', 'contact', 'A'.repeat(43), '1'];
}

test('no request to any act, right in form and odd inside or wrong in form, is a fault of ours or answered with a value', async () => {
  const acts = await operations();
  assert(acts.length > 15, 'the acts are there to be asked');
  const known = await existing();
  for (const { method, path, input, documented } of acts) {
    // These end the session that the rest of the test needs.
    if (method === 'DELETE') continue;
    const right = fromSchema(input, { known, mark: CANARY });
    const wrong = fc
      .jsonValue({ maxDepth: 3 })
      .map((value) => ({ [Object.keys(input.properties ?? {})[0] ?? 'x']: value }));
    const bodies = fc.oneof({ arbitrary: right, weight: 3 }, { arbitrary: wrong, weight: 1 }, fc.jsonValue());
    const asking = fc.asyncProperty(
      bodies,
      fc.constantFrom(...known, CANARY),
      fc.constantFrom(undefined, ...Object.values(bearers)),
      async (body, id, bearer) => {
        const filled = path.replace(/\{\w+\}/g, encodeURIComponent(id));
        const asked = method === 'GET' ? `?${queryOf(body)}` : '';
        const sent = method === 'GET' ? '' : JSON.stringify(body);
        const { status, text } = await send({ method, path: `${filled}${asked}`, bearer, body: sent });
        assert(status < 500, `${method} ${path}: ${status} ${text} ${kit.logged.at(-1)}`);
        assert(documented.includes(String(status)), `${method} ${path} answers ${status}, which is not described`);
        if (status >= 400) assert.doesNotMatch(text, new RegExp(CANARY), `${method} ${path}`);
      },
    );
    await fc.assert(asking, { seed: FUZZ_SEED, numRuns: Number(process.env.FUZZ_RUNS ?? 30) });
  }
});

function queryOf(body: unknown): string {
  const entries = Object.entries(body ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return new URLSearchParams(entries).toString();
}

test('nothing that was sent stands in any line of the log', () => {
  assert.doesNotMatch(kit.logged.join('\n'), new RegExp(CANARY));
});
