import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { OidcClient } from 'oidc-client-ts';
import * as relying from 'openid-client';
import { LEFT, openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { CALLBACK, openRelyingParty } from '../../../test/testkit/relying-party.ts';
import { runCommand } from '../cli.ts';

let kit: TestApp;
let address: string;
let theirs: ReturnType<typeof openRelyingParty>;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  ({ address } = await kit.serve());
  theirs = openRelyingParty(address, (await kit.person()).token);
});
after(() => kit[Symbol.asyncDispose]());

test('a credential that leaked is replaced by one command: the old one is a stranger’s, the new one the service’s', async () => {
  const told: string[] = [];
  const old = await kit.credential('service', 'shop');
  const env = { DATABASE_URL: kit.databaseUrl, KEY_DIR: kit.keyDir, DATA_DIR: join(dirname(kit.keyDir), 'data') };
  const io = { env, out: (line: string) => told.push(line), err: () => {} };
  assert.equal(await runCommand(['credentials', 'leaked', 'service', 'shop', '--json'], io), 0);
  const fresh = JSON.parse(told.join('')) as { secret: string };
  const asking = async (secret: string) => {
    const authorization = `Basic ${Buffer.from(`shop:${secret}`).toString('base64')}`;
    const asked = { grant_type: 'authorization_code', code: 'none' };
    return (await theirs.post('token', asked, { authorization })).body['error'];
  };
  assert.equal(await asking(old.secret), 'invalid_client');
  assert.equal(await asking(fresh.secret), 'invalid_request', 'let in, and only then is the rest looked at');
});

test('clocks that differ by some seconds sign people in; a proof of a quarter of an hour ago is none (clock skew, RFC 9449 §11.1)', async () => {
  const { secret } = await kit.credential('service', 'shop');
  const withClock = async (seconds: number) => {
    const config = await theirs.party('shop', secret, seconds);
    const DPoP = relying.getDPoPHandle(config, await relying.randomDPoPKeyPair());
    const begun = await theirs.begin(config, { scope: 'openid profile' });
    return await theirs.exchange(begun, await theirs.join(begun.url), config, { DPoP });
  };
  for (const seconds of [-12, 12]) assert((await withClock(seconds)).claims()?.sub, `${seconds}`);
  await assert.rejects(withClock(-900), ({ error }: { error?: string }) => error === 'invalid_dpop_proof');
});

test('of two who refresh with one token at the same moment one is first', async () => {
  const { secret } = await kit.credential('service', 'shop');
  const given = await refreshable(secret);
  const answers = await Promise.all([refresh(secret, given), refresh(secret, given)]);
  assert.deepEqual(answers.map(({ error }) => error).toSorted(), ['invalid_grant', undefined]);
});

test('a relying party of another making signs a person in, is told what it may be, and believes no answer it did not ask for', async () => {
  const { secret } = await kit.credential('service', 'shop');
  const client = new OidcClient({
    ...{ authority: address, client_id: 'shop', client_secret: secret, redirect_uri: CALLBACK },
    ...{ scope: 'openid profile offline_access', client_authentication: 'client_secret_basic', loadUserInfo: true },
  });
  const { url } = await client.createSigninRequest({ prompt: 'consent' });
  const back = await theirs.join(new URL(url));
  const foreign = new URL(back);
  foreign.searchParams.set('state', 'another');
  await assert.rejects(client.processSigninResponse(foreign.href), /No matching state/);
  const told = await client.processSigninResponse(back.href);
  assert.equal(told.profile.name, LEFT.name);
  await assert.rejects(client.processSigninResponse(back.href), /No matching state/, 'an answer is taken once');
});

test('a service that a new version no longer names is a stranger from its next request on', async () => {
  const { secret } = await kit.credential('service', 'shop');
  const given = await refreshable(secret);
  await kit.publish((all) => ({ ...all, services: all.services.map(({ signIn: _, ...one }) => one) }));
  const answers = [await refresh(secret, given), await refresh(secret, given)];
  assert.deepEqual([answers[0]?.access_token, answers[1]?.error], [undefined, 'invalid_client']);
});

async function refreshable(secret: string): Promise<string> {
  const config = await theirs.party('shop', secret);
  const begun = await theirs.begin(config, { scope: 'openid offline_access profile', prompt: 'consent' });
  const tokens = await theirs.exchange(begun, await theirs.join(begun.url), config);
  return String(tokens.refresh_token);
}

async function refresh(secret: string, token: string): Promise<Readonly<Record<string, unknown>>> {
  const authorization = `Basic ${Buffer.from(`shop:${secret}`).toString('base64')}`;
  return (await theirs.post('token', { grant_type: 'refresh_token', refresh_token: token }, { authorization })).body;
}
