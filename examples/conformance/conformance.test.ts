import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../src/root.ts';
import { openTestApp, type TestApp } from '../../test/testkit/app.ts';
import { startProgram } from '../../test/testkit/process.ts';
import { openRelyingParty } from '../../test/testkit/relying-party.ts';

const own = (name: string) => JSON.parse(readFileSync(join(root, 'examples/conformance', name), 'utf8'));

let kit: TestApp;
let address: string;
before(async () => {
  kit = await openTestApp();
  await kit.publish((all) => ({ ...all, services: [...all.services, ...own('services.json')] }));
  ({ address } = await kit.serve());
});
after(() => kit[Symbol.asyncDispose]());

test('a client that knows no PKCE signs people in by the relay, at the addresses of the plans, and without it at none', async () => {
  await using relay = startProgram(join(root, 'examples/conformance/add-pkce.mjs'), [], {
    env: { KRISTALUX_URL: address, PORT: '0' },
  });
  const [, between = ''] = await relay.said(/(http:\/\/localhost:\d+)/);
  const { server } = own('basic.json');
  const plan = (of: string) => String(of).replace('https://SITE', address).replace('https://RELAY', between);
  const { secret } = await kit.credential('service', 'conformance');
  const [redirect = ''] = own('services.json')[0].signIn.callbacks;
  const theirs = openRelyingParty(address, (await kit.person()).token);
  const asked = {
    client_id: 'conformance',
    response_type: 'code',
    scope: 'openid profile',
    state: 's',
    redirect_uri: redirect,
  };
  const query = new URLSearchParams(asked);
  const refused = await theirs.visitor().go(`${address}/oidc/authorize?${query}`);
  assert.equal(refused.left?.searchParams.get('error'), 'invalid_request');
  const led = await fetch(`${plan(server.authorization_endpoint)}?${query}`, { redirect: 'manual' });
  const back = await theirs.join(new URL(led.headers.get('location') ?? ''));
  const code = back.searchParams.get('code') ?? '';
  const basic = `Basic ${Buffer.from(`conformance:${secret}`).toString('base64')}`;
  const body = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirect });
  const answer = await fetch(plan(server.token_endpoint), { method: 'POST', headers: { authorization: basic }, body });
  const tokens = (await answer.json()) as { access_token?: string; id_token?: string };
  assert(tokens.id_token, JSON.stringify(Object.keys(tokens)));
  const bearer = { headers: { authorization: `Bearer ${tokens.access_token}` } };
  assert.equal((await fetch(plan(server.userinfo_endpoint), bearer)).status, 200);
  const said = await (await fetch(plan(own('discovery.json').server.discoveryUrl))).json();
  const { userinfo_endpoint, jwks_uri, end_session_endpoint } = said as Record<string, string>;
  assert.deepEqual(
    [server.userinfo_endpoint, server.jwks_uri, own('logout.json').server.end_session_endpoint].map(plan),
    [userinfo_endpoint, jwks_uri, end_session_endpoint],
  );
});
