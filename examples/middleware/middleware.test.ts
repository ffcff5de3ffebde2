import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { serve } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { freePort } from '../../test/testkit/free-port.ts';
import { checkOnRequest, checkRequests, checkSession, openSessions, type SignedIn } from './check-session.mjs';
import { embedForms, embedInPages, embedInPayloads, embedInResponses, lettingIn } from './embed-form.mjs';

const sessions = openSessions({ secret: 'a secret that only this service has, and a long one', secure: false });
const where = { signIn: '/sign-in' };
const given = { site: 'https://privacy.example', titles: { 'call-back': 'Call "me" back' }, language: 'en' };
const PAGE = '<!doctype html><html lang="en"><body><!-- form call-back --> <!-- form other --></body></html>';
const POLICY = "default-src 'self'; script-src 'self'";

/** The same three pages by each framework: `/account` for who is signed in, `/` with a form, `/data` with none. */
const servers: { name: string; address: string; close: () => unknown }[] = [];
before(async () => {
  const onHono = new Hono<{ Variables: { signedIn: SignedIn } }>();
  onHono.use(embedInPages(given));
  onHono.use('/account', checkSession(sessions, where));
  onHono.get('/account', (context) => context.json(context.get('signedIn')));
  onHono.get('/', (context) => context.html(PAGE, 200, { 'content-security-policy': POLICY }));
  onHono.get('/data', (context) => context.json({ page: PAGE }));
  const port = await freePort();
  const hono = serve({ fetch: onHono.fetch, port, hostname: '127.0.0.1' });
  servers.push({ name: 'Hono', address: `http://127.0.0.1:${port}`, close: () => hono.close() });

  const onExpress = express();
  onExpress.use(embedInResponses(given));
  onExpress.use('/account', checkRequests(sessions, where));
  onExpress.get('/account', (request, response) => void response.json(Reflect.get(request, 'signedIn')));
  onExpress.get('/', (_request, response) => void response.set('content-security-policy', POLICY).send(PAGE));
  onExpress.get('/data', (_request, response) => void response.json({ page: PAGE }));
  const listening = onExpress.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port: expressPort } = listening.address() as AddressInfo;
  servers.push({ name: 'Express', address: `http://127.0.0.1:${expressPort}`, close: () => listening.close() });

  const onFastify = fastify();
  onFastify.addHook('onSend', embedInPayloads(given));
  onFastify.register(async (inner) => {
    inner.addHook('onRequest', checkOnRequest(sessions, where));
    inner.get('/account', (request) => Reflect.get(request, 'signedIn'));
  });
  onFastify.get('/', (_request, reply) => reply.type('text/html').header('content-security-policy', POLICY).send(PAGE));
  onFastify.get('/data', () => ({ page: PAGE }));
  const address = await onFastify.listen({ port: 0, host: '127.0.0.1' });
  servers.push({ name: 'Fastify', address, close: () => onFastify.close() });
});
after(() => Promise.all(servers.map(({ close }) => close())));

const cookieOf = (header: string) => header.split(';')[0] ?? '';
const account = async (address: string, cookie?: string) => {
  const headers = cookie === undefined ? {} : { cookie: `other=1; ${cookie}` };
  const answer = await fetch(`${address}/account`, { redirect: 'manual', headers });
  return { status: answer.status, to: answer.headers.get('location'), body: await answer.text() };
};

test('a page for who is signed in is theirs alone; anybody else is led to sign in, in each framework', async () => {
  const signedIn = { person: 'abc', dealing: 'one' };
  const cookie = cookieOf(sessions.begin(signedIn));
  const [name = '', value = ''] = cookie.split('=');
  const [text = '', signature = ''] = value.split('.');
  const other = Buffer.from(JSON.stringify({ person: 'someone else', dealing: 'one', begun: 0, until: 9e15 }));
  for (const { name: framework, address } of servers) {
    const own = await account(address, cookie);
    assert.deepEqual([own.status, JSON.parse(own.body)], [200, signedIn], framework);
    const forged = [
      undefined,
      `${name}=`,
      `${name}=${text}`,
      `${name}=${other.toString('base64url')}.${signature}`,
      `${name}=${text}.`,
    ];
    for (const one of [...forged, cookieOf(sessions.end())]) {
      const stranger = await account(address, one);
      assert.deepEqual([stranger.status, stranger.to], [303, '/sign-in'], `${framework} ${one}`);
    }
  }
});

test('a session ends by itself, when the dealing ends, and when the person is erased; a later one begins anew', () => {
  let at = 1_000_000_000_000;
  const timed = openSessions({ secret: 'another secret that nobody else has at all', now: () => at });
  const first = timed.begin({ person: 'p', dealing: 'd' });
  assert.match(first, /^__Host-service=.*; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200; Secure$/);
  const cookie = cookieOf(first);
  assert.deepEqual(timed.read(cookie), { person: 'p', dealing: 'd' });
  timed.hear({ type: 'dealing.ended', data: { person: 'p', dealing: 'another' } });
  assert(timed.read(cookie));
  timed.hear({ type: 'dealing.ended', data: { person: 'p', dealing: 'd' } });
  assert.equal(timed.read(cookie), undefined);
  at += 1000;
  const again = cookieOf(timed.begin({ person: 'p', dealing: 'd' }));
  assert(timed.read(again), 'signed in again after that');
  timed.hear({ type: 'person.erased', data: { person: 'p' } });
  assert.equal(timed.read(again), undefined);
  const long = cookieOf(timed.begin({ person: 'q', dealing: 'e' }));
  at += 12 * 3_600_000 + 1;
  assert.equal(timed.read(long), undefined);
  assert.throws(() => openSessions({ secret: 'short' }));
});

test('a declared form stands where a page says so, and the page lets in nothing else anew, in each framework', async () => {
  for (const { name, address } of servers) {
    const answer = await fetch(address);
    const html = await answer.text();
    const frame =
      '<iframe src="https://privacy.example/forms/call-back/frame?lang=en" title="Call &quot;me&quot; back"';
    assert(html.includes(frame), name);
    assert(html.includes('<!-- form other -->'), 'what is not named is left as it stands');
    const policy = answer.headers.get('content-security-policy');
    assert.equal(policy, `${POLICY}; frame-src 'self' https://privacy.example`, name);
    assert.deepEqual(await (await fetch(`${address}/data`)).json(), { page: PAGE }, 'data is left alone');
  }
  assert.equal(lettingIn("frame-src 'none'", given), 'frame-src https://privacy.example');
  assert.equal(lettingIn("frame-src 'self'", given), "frame-src 'self' https://privacy.example");
  assert.equal(lettingIn(undefined, given), undefined);
  assert.doesNotMatch(embedForms('<!-- form "onload=x -->', given), /iframe/);
});
