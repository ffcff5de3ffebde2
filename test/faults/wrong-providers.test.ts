import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { confirmTransfer, seeTransfer, startTransfer } from '../../src/promises/use/index.ts';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../testkit/app.ts';

/** How the provider behaves is chosen by the payee of each transfer, so that all wrong ways can be walked at once. */
type Behaviour = (request: IncomingMessage, response: ServerResponse, before: number) => void;
const BEHAVIOURS = {
  'answers with nothing but a closed connection': (_request, response) => response.socket?.destroy(),
  'takes the connection and never answers': () => {},
  'says yes and then talks without end': (_request, response) => {
    response.writeHead(200);
    const more = () => response.write(Buffer.alloc(16_384, 'x')) && setImmediate(more);
    response.on('drain', more).on('error', () => {});
    more();
  },
  'sends us elsewhere': (_request, response) => response.writeHead(302, { location: `${address}/elsewhere` }).end(),
  breaks: (_request, response) => response.writeHead(500).end('{"error":"broken"}'),
  'is too busy': (_request, response) => response.writeHead(429).end(),
  'says no': (_request, response) => response.writeHead(422).end('no'),
  'says yes in no language we know': (_request, response) =>
    response.writeHead(200).end(Buffer.from([0xff, 0x00, 0xfe])),
  'says yes with an XML that unfolds to gigabytes': (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/xml' }).end(entityBomb()),
  'acts, hangs up, and knows the repeat': (_request, response, before) =>
    before === 0 ? response.socket?.destroy() : response.writeHead(202).end(),
} satisfies Record<string, Behaviour>;
type Way = keyof typeof BEHAVIOURS;

function entityBomb(): string {
  const levels = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`);
  return `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY l0 "lol">${levels.join('')}]><lolz>&l9;</lolz>`;
}

interface Call {
  readonly way: string;
  readonly path: string;
  readonly key: string;
  readonly body: string;
}

const calls: Call[] = [];
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const key = String(request.headers['idempotency-key'] ?? '');
  const way = body === '' ? '' : String(JSON.parse(body).transfer.payee);
  const earlier = calls.filter((call) => call.key === key).length;
  calls.push({ way, path: request.url ?? '', key, body });
  (BEHAVIOURS[way as Way] ?? BEHAVIOURS['says no'])(request, response, earlier);
});
let address: string;
let kit: TestApp;
let person: TestPerson;

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  kit = await openTestApp();
  await kit.publish((declarations) => ({
    ...declarations,
    providers: declarations.providers.flatMap((one) => [
      { ...one, address: `${address}/payments` },
      { ...one, id: 'forgetful-pay', idempotent: false, address: `${address}/payments` },
      // Port 9 discards what it gets, where anybody listens there at all.
      { ...one, id: 'nobody-home', idempotent: false, address: 'http://127.0.0.1:9/payments' },
    ]),
  }));
  await kit.credential('provider', 'demo-pay');
  await kit.credential('provider', 'forgetful-pay');
  await kit.credential('provider', 'nobody-home');
  person = await kit.person();
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  server.closeAllConnections();
  server.close();
});

async function confirmed(way: Way, provider = 'forgetful-pay'): Promise<string> {
  const transfer = { provider, method: 'card-transfer', amount: 100, currency: 'UAH', payee: way };
  const { output } = await kit.app.gate.pass(startTransfer, person.asker, { transfer });
  const shown = await kit.app.gate.pass(seeTransfer, person.asker, { transfer: output.id });
  const confirming = { transfer: output.id, shown: shown.output.shown, password: person.password };
  await kit.app.gate.pass(confirmTransfer, person.asker, confirming);
  return output.id;
}

async function stateOf(transfer: string): Promise<string> {
  return (await kit.app.gate.pass(seeTransfer, person.asker, { transfer })).output.state;
}

/** A repeat waits some seconds; a test does not. */
async function repeatNow(): Promise<void> {
  await kit.app.parts.db.run('update job set run_at = clock_timestamp() where done_at is null and failed_at is null');
  await kit.app.worker.drain();
}

test('whatever a provider does, its transfer ends as accepted, refused or honestly unknown', async () => {
  const expected: Readonly<Partial<Record<Way, string>>> = {
    'answers with nothing but a closed connection': 'unknown',
    'takes the connection and never answers': 'unknown',
    'says yes and then talks without end': 'unknown',
    'sends us elsewhere': 'unknown',
    breaks: 'unknown',
    'is too busy': 'unknown',
    'says no': 'refused',
    'says yes in no language we know': 'accepted',
    // Billion laughs (CWE-776): no answer is read as XML, so there is nothing to unfold.
    'says yes with an XML that unfolds to gigabytes': 'accepted',
  };
  const started = new Map<string, string>();
  for (const way of Object.keys(expected) as Way[]) started.set(way, await confirmed(way));
  await kit.app.worker.drain();
  const ended = Object.fromEntries(
    await Promise.all([...started].map(async ([way, id]) => [way, await stateOf(id)] as const)),
  );
  assert.deepEqual(ended, expected);
  assert.deepEqual(
    calls.filter(({ path }) => path !== '/payments'),
    [],
    'a redirect is not followed',
  );
});

test('what a provider that cannot tell a repeat may have received is never sent again', async () => {
  const before = calls.length;
  await repeatNow();
  assert.equal(calls.length, before);
  const shown = await kit.app.parts.db.rows<{ n: number }>(
    'select count(*)::int as n from transfer_hand_over group by person_id, transfer_id having count(*) > 1',
  );
  assert.deepEqual(shown, []);
});

test('an unknown outcome is repeated with the key by which the provider knows the repeat, and then it is known', async () => {
  const way = 'acts, hangs up, and knows the repeat';
  const id = await confirmed(way, 'demo-pay');
  await kit.app.worker.drain();
  assert.equal(await stateOf(id), 'unknown');
  await repeatNow();
  assert.equal(await stateOf(id), 'accepted');
  const made = calls.filter((call) => call.way === way);
  assert.deepEqual(
    made.map(({ key }) => key),
    [id, id],
  );
  assert.equal(made[0]?.body, made[1]?.body, 'the repeat is the same message');
  await repeatNow();
  assert.equal(calls.filter((call) => call.way === way).length, 2);
});

test('once the grant has ended nothing is repeated, whoever could tell a repeat', async () => {
  const way = 'answers with nothing but a closed connection';
  const id = await confirmed(way, 'demo-pay');
  await kit.app.worker.drain();
  const before = calls.length;
  await kit.app.parts.db.run(
    "update transfer set grant_until = clock_timestamp() - interval '1 second' where transfer_id = $1",
    [id],
  );
  await repeatNow();
  assert.equal(calls.length, before);
  assert.equal(await stateOf(id), 'unknown');
});

test('where nobody listens nothing is said, and the person sees an unknown outcome', async () => {
  const id = await confirmed('says no', 'nobody-home');
  await kit.app.worker.drain();
  assert.equal(await stateOf(id), 'unknown');
});

test('a worker that died after the first byte leaves the outcome unknown, and only a known repeat follows', async () => {
  const way = 'says yes in no language we know';
  const id = await confirmed(way, 'forgetful-pay');
  await kit.app.parts.db.run(
    'insert into transfer_hand_over (person_id, transfer_id, attempt, at) values ($1, $2, 1, clock_timestamp())',
    [person.personId, id],
  );
  const before = calls.length;
  await kit.app.worker.drain();
  assert.equal(calls.length, before);
  assert.equal(await stateOf(id), 'unknown');
});

test('no value that went to a provider stands in any line of the log', () => {
  assert.doesNotMatch(kit.logged.join('\n'), new RegExp(`${LEFT.name}|${LEFT.email}|whsec_`));
});
