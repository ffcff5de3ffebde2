import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp, type TestPerson } from '../../test/testkit/app.ts';
import { freePort } from '../../test/testkit/free-port.ts';
import { otherFields } from '../../test/testkit/people.ts';

const SITE = 'https://site.example';
const NAMED = { name: 'Lamp', address: 'Krystal street 7', country: 'UA', contact: 'lamp@site.example' };

let kit: TestApp;
let address: string;
let person: TestPerson;
before(async () => {
  const port = await freePort();
  address = `http://127.0.0.1:${port}`;
  kit = await openTestApp({ BASE_URL: SITE, TRUSTED_PROXIES: '127.0.0.1', PORT: String(port) });
  // The declarations of a demonstration name no site; this one is called something.
  await kit.publish((declarations) => ({ ...declarations, site: { ...declarations.site, ...NAMED } }));
  await kit.serve();
  person = await kit.person(otherFields());
});
after(() => kit[Symbol.asyncDispose]());

async function signIn(password: string, headers: Readonly<Record<string, string>> = {}) {
  const form = await fetch(`${address}/sign-in`);
  const csrf = /name="csrf" value="([^"]+)"/.exec(await form.text())?.[1] ?? '';
  const body = new URLSearchParams({ csrf, identifier: person.accountName, password });
  const sent = { origin: SITE, ...headers };
  return await fetch(`${address}/sign-in`, { method: 'POST', redirect: 'manual', headers: sent, body });
}

test('over TLS every cookie of a sign-in is __Host-, Secure and HttpOnly, and HSTS lasts two years (ASVS 3.3, 3.4.1)', async () => {
  const entered = await signIn(person.password, { 'x-forwarded-for': '203.0.113.1' });
  const cookies = entered.headers.getSetCookie();
  assert.equal(cookies.length, 2);
  for (const cookie of cookies) {
    assert.match(cookie, /^__Host-/);
    assert.match(cookie, /; Path=\/(;|$)/);
    assert.doesNotMatch(cookie, /Domain=/i);
    for (const word of ['Secure', 'HttpOnly', 'SameSite=Lax']) assert.match(cookie, new RegExp(`; ${word}`, 'i'));
  }
  assert.match(entered.headers.get('strict-transport-security') ?? '', /max-age=63072000/);
});

test('a cookie that a neighbouring host planted under another name signs nobody in (cookie tossing)', async () => {
  for (const name of ['session', 'kristalux-session', '__Secure-session', '__host-session']) {
    const headers = { cookie: `${name}=${person.token}` };
    assert.equal((await fetch(`${address}/account`, { headers })).status, 401, name);
  }
  const own = { cookie: `__Host-session=${person.token}` };
  assert.equal((await fetch(`${address}/account`, { headers: own })).status, 200);
});

test('behind a trusted proxy the client is who the proxy saw: what a client writes itself moves no count (ASVS 4.1.3, 15.3.4)', async () => {
  const statuses = [];
  for (let guess = 0; guess < 8; guess += 1) {
    const forged = `10.9.${guess}.1, 198.51.100.7`;
    statuses.push((await signIn('guess after guess after', { 'x-forwarded-for': forged })).status);
  }
  assert.ok(statuses.includes(429), 'the forged beginnings are one network');
  const elsewhere = await signIn(person.password, { 'x-forwarded-for': '203.0.113.9' });
  assert.equal(elsewhere.status, 303, 'and another network is another one');
});

test('TRACE tells nothing, and no folder is listed (ASVS 13.4.3, 13.4.4)', async () => {
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const asked = request(`${address}/`, { method: 'TRACE' }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.on('error', reject).end();
  });
  assert.ok(status === 404 || status === 405, String(status));
  for (const path of ['/assets/', '/assets', '/.git/config', '/src', '/policy/']) {
    assert.equal((await fetch(`${address}${path}`)).status, 404, path);
  }
});

test('every answer with a body names its type, and no other site may read it (ASVS 3.4.2, 4.1.1)', async () => {
  for (const path of [
    '/',
    '/sign-in',
    '/policy.json',
    '/openapi.json',
    '/v1/own-data',
    '/no-such-page',
    '/health/live',
  ]) {
    const answer = await fetch(`${address}${path}`, { headers: { origin: 'https://elsewhere.example' } });
    assert.match(answer.headers.get('content-type') ?? '', /^[a-z]+\/[a-z+.-]+(; ?charset=utf-8)?$/i, path);
    assert.equal(answer.headers.get('access-control-allow-origin'), null, path);
  }
});

test('a password is typed hidden, told to managers by its kind, and may be pasted (ASVS 6.2.6, 6.2.7)', async () => {
  for (const [path, kind] of [
    ['/sign-in', 'current-password'],
    ['/register', 'new-password'],
    ['/recover', 'new-password'],
  ] as const) {
    const page = await (await fetch(`${address}${path}`)).text();
    const [input = ''] = /<input[^>]*name="password"[^>]*>/.exec(page) ?? [];
    assert.match(input, /type="password"/, path);
    assert.ok(input.includes(`autocomplete="${kind}"`), path);
    assert.doesNotMatch(input, /onpaste|readonly/);
  }
});
