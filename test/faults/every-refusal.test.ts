import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { REFUSALS, type RefusalCode } from '../../src/kernel/refusal.ts';
import { publishPolicy } from '../../src/promises/changes/index.ts';
import { openTestApp, type TestApp, type TestPerson } from '../testkit/app.ts';
import { refusedAs } from '../testkit/refused-as.ts';

let kit: TestApp;
let address: string;
let shop: string;
let person: TestPerson;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  shop = (await kit.credential('service', 'shop')).secret;
  address = (await kit.serve()).address;
  person = await kit.person();
});
after(() => kit[Symbol.asyncDispose]());

async function send(path: string, body: unknown, bearer?: string, more: RequestInit = {}): Promise<Response> {
  const authorization = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
  return await fetch(`${address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    redirect: 'manual',
    ...more,
  });
}

async function dealing(): Promise<string> {
  const opened = await send('/v1/dealings', { purpose: 'delivery', reference: 'a lamp' }, shop);
  const { id } = (await opened.json()) as { id: string };
  assert.equal((await send(`/v1/dealings/${id}/join`, {}, person.token)).status, 200);
  return id;
}

/**
 * One way to each refusal through the real door. A code that is added and has no way here does not compile; one whose
 * way leads elsewhere fails.
 */
const WAYS: Readonly<Record<RefusalCode, () => Promise<Response>>> = {
  malformed: () => send('/v1/registrations', '{'),
  unauthenticated: () => send('/v1/dealings', { purpose: 'delivery', reference: 'x' }),
  forbidden_by_policy: async () => send(`/v1/dealings/${await dealing()}/fields`, { fields: ['birth-date'] }, shop),
  presence_required: () => send('/v1/own-data/erasure', {}, person.token),
  not_found: () => send('/v1/there-is-no-such-thing', {}),
  method_not_allowed: () => send('/v1/dealings', {}, shop, { method: 'PATCH' }),
  conflict: async () => send(`/v1/dealings/${await dealing()}/join`, {}, person.token),
  gone: () => sendForm('/account/pause', { csrf: 'of another session' }),
  too_large: () => send('/v1/registrations', 'x'.repeat(70_000)),
  unsupported_media_type: () => send('/v1/registrations', '{}', undefined, { headers: { 'content-type': 'text/csv' } }),
  invalid: () => send('/v1/registrations', { nobodyDeclaredThis: 1 }),
  too_often: tooManyTries,
  busy: whilePublishingMustWait,
};

for (const code of Object.keys(REFUSALS) as RefusalCode[]) {
  test(`the refusal ${code} is reached, with its status and a problem document or a page`, async () => {
    const way = WAYS[code];
    assert(way, `a way to the refusal ${code}`);
    const answer = await way();
    const text = await answer.text();
    assert.equal(answer.status, REFUSALS[code], text.slice(0, 300));
    if (answer.headers.get('content-type')?.startsWith('text/html')) return;
    assert.equal((JSON.parse(text) as { type: string }).type, `urn:kristalux:problem:${code}`);
    if (code === 'too_often' || code === 'busy') assert(Number(answer.headers.get('retry-after')) > 0);
  });
}

function sendForm(path: string, values: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(`${address}${path}`, {
    method: 'POST',
    headers: { cookie: `kristalux-session=${person.token}` },
    body: new URLSearchParams(values),
    redirect: 'manual',
  });
}

async function tooManyTries(): Promise<Response> {
  const guess = { identifier: person.accountName, password: 'a guess that is long enough' };
  for (let tries = 0; tries < 12; tries += 1) {
    const answer = await send('/v1/sessions', guess);
    if (answer.status !== 401) return answer;
  }
  assert.fail('of many tries the last are told to wait');
}

/** A publication waits for entries under way; one that never ends makes it give up after a second, with nothing done. */
async function whilePublishingMustWait(): Promise<Response> {
  const { parts, gate } = kit.app;
  const before = await parts.shelf.inForce();
  let refusal: unknown;
  await parts.db.transaction(async (tx) => {
    await tx.run('lock table entry in row exclusive mode');
    await assert.rejects(
      kit.publish(({ thresholds, ...rest }) => ({ ...rest, thresholds: { ...thresholds, minimumGroup: 33 } })),
      (error) => {
        refusal = error;
        return refusedAs('busy')(error);
      },
    );
  });
  assert.equal((await parts.shelf.inForce())?.number, before?.number);
  assert(gate.acts.includes(publishPolicy as never), 'it is the act that publishes everywhere');
  const { code, status, detail } = refusal as { code: string; status: number; detail: { retryAfterSeconds: number } };
  return new Response(JSON.stringify({ type: `urn:kristalux:problem:${code}` }), {
    status,
    headers: { 'retry-after': String(detail.retryAfterSeconds) },
  });
}
