import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openApi } from '../../src/edge/openapi.ts';
import { allActs } from '../../src/promises/all-acts.ts';
import { joinDealing, seeDealing } from '../../src/promises/use/index.ts';
import { root } from '../../src/root.ts';
import { LEFT, openTestApp, type TestApp } from '../../test/testkit/app.ts';
import { openClient, Problem, readWebhook } from './src/index.ts';
import { writeOperations } from './write-operations.ts';

let kit: TestApp;
let site: string;
let secret: string;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  ({ secret } = await kit.credential('service', 'shop'));
  ({ address: site } = await kit.serve());
});
after(() => kit[Symbol.asyncDispose]());

test('the operations of the client are those of the server', () => {
  const file = join(root, 'packages/client/src/operations.ts');
  const written = writeOperations(
    openApi(
      allActs.filter(({ internal }) => internal !== true),
      'http://localhost',
    ),
  );
  if (process.env.KRISTALUX_TEST_WRITE === '1') writeFileSync(file, written);
  assert.equal(readFileSync(file, 'utf8'), written);
});

test('a shop asks through the client: dealing, fields once the person joined, and a refusal with its section', async () => {
  const client = openClient({ site, secret });
  const dealing = await client.call('openDealing', { purpose: 'delivery', reference: '7' });
  assert.equal(dealing.join, `/account/dealings/${dealing.id}`);
  const wanted = { dealing: dealing.id, fields: ['name', 'address'] };
  await assert.rejects(client.call('askFields', wanted), (no) => no instanceof Problem && no.code === 'not_found');
  const person = await kit.person();
  await kit.app.gate.pass(joinDealing, person.asker, { dealing: dealing.id });
  const told = await client.call('askFields', wanted);
  assert.equal(told.fields.name, LEFT.name);
  const refused = await client.call('askFields', { ...wanted, fields: ['birth-date'] }).catch((no: unknown) => no);
  assert(refused instanceof Problem);
  assert.deepEqual(
    [refused.status, refused.code, refused.section, refused.missing],
    [403, 'forbidden_by_policy', 'use', ['fieldDeclaredForPurpose']],
  );
  const many = await client.call('askFieldsOfMany', { dealings: [dealing.id], fields: ['name'] });
  assert.equal(many.answers.length, 1);
  await client.call('endDealing', { dealing: dealing.id });
  const { output } = await kit.app.gate.pass(seeDealing, person.asker, { dealing: dealing.id });
  assert.equal(output.endedBy, 'service');
});

test('a person reads their whole history page by page', async () => {
  const person = await kit.person({ ...LEFT, email: 'pages@example.org', phone: '+380441112233' });
  const client = openClient({ site, secret: person.token });
  for (let times = 0; times < 55; times += 1) {
    await client.call('pauseUse');
    await client.call('resumeUse');
  }
  const numbers: number[] = [];
  for await (const { n } of client.each('seeOwnHistory')) numbers.push(n);
  assert(numbers.length > 100);
  assert.deepEqual(
    numbers,
    [...numbers].sort((a, b) => b - a),
  );
  assert.equal(numbers.at(-1), 1);
});

/** A server that answers as it is told, one after the other, and remembers what was asked. */
async function servedBy(answers: readonly { status: number; body?: object; headers?: Record<string, string> }[]) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const { status, body = {}, headers = {} } = answers[asked.length] ?? { status: 500 };
    asked.push(request);
    if (status === 0) {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { asked, site: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() };
}

test('what got no answer is asked again under the same key; what may have been done is not', async () => {
  const busy = await servedBy([
    { status: 503 },
    { status: 0 },
    { status: 429, headers: { 'retry-after': '0' } },
    { status: 201, body: { id: 'a', join: '/b' } },
  ]);
  const input = { purpose: 'delivery', reference: '1' };
  assert.equal((await openClient({ site: busy.site, secret }).call('openDealing', input)).id, 'a');
  const keys = busy.asked.map(({ headers }) => headers['idempotency-key']);
  assert.equal(keys.length, 4);
  assert.equal(new Set(keys).size, 1);
  busy.stop();
  const broken = await servedBy([{ status: 0 }, { status: 200 }]);
  await assert.rejects(openClient({ site: broken.site, secret }).call('endDealing', { dealing: 'x' }), { status: 0 });
  assert.equal(broken.asked.length, 1);
  broken.stop();
  const long = await servedBy([{ status: 429, headers: { 'retry-after': '3600' } }]);
  await assert.rejects(openClient({ site: long.site, secret }).call('openDealing', input), { retryAfterSeconds: 3600 });
  long.stop();
  const elsewhere = await servedBy([{ status: 307, headers: { location: 'http://127.0.0.1:1/' } }]);
  const once = openClient({ site: elsewhere.site, secret, tries: 1 });
  await assert.rejects(once.call('openDealing', input), { status: 0 });
  assert.equal(elsewhere.asked.length, 1, 'a secret is carried to no other address');
  elsewhere.stop();
});

test('a signed message is read with the old or the new secret; a changed, old or foreign one is not', async () => {
  const [older, newer] = ['whsec_b2xkZXIgb2xkZXIgb2xkZXI=', 'whsec_bmV3ZXIgbmV3ZXIgbmV3ZXI='];
  const body = '{"type":"dealing.joined"}';
  const at = 1_900_000_000;
  const sign = (key: string) =>
    `v1,${createHmac('sha256', Buffer.from(key.slice(6), 'base64'))
      .update(`m1.${at}.${body}`)
      .digest('base64')}`;
  const headers = {
    'webhook-id': 'm1',
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,AAAA ${sign(newer)}`,
  };
  assert.deepEqual(await readWebhook([older, newer], headers, body, at), { id: 'm1', body: JSON.parse(body) });
  assert.deepEqual(await readWebhook(newer, new Headers(headers), body, at), { id: 'm1', body: JSON.parse(body) });
  assert.equal(await readWebhook(older, headers, body, at), undefined);
  assert.equal(await readWebhook(newer, headers, `${body} `, at), undefined);
  assert.equal(await readWebhook(newer, headers, body, at + 301), undefined);
  assert.equal(await readWebhook(newer, { ...headers, 'webhook-id': 'm2' }, body, at), undefined);
});
