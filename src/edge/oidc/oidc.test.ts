import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { dirname, join as inside } from 'node:path';
import { after, before, test } from 'node:test';
import * as relying from 'openid-client';
import { LEFT, openTestApp, type TestApp, type TestCredential, type TestPerson } from '../../../test/testkit/app.ts';
import { type Begun, CALLBACK, openRelyingParty } from '../../../test/testkit/relying-party.ts';
import { openVisitor } from '../../../test/testkit/visitor.ts';
import { endCredential } from '../../promises/security/index.ts';
import { endDealing, pauseUse, readSignInKeys, resumeUse, turnSignInKeys } from '../../promises/use/index.ts';
import { runCommand } from '../cli.ts';
import { faceOf } from '../face.ts';
import { openOidc } from './open-provider.ts';

/**
 * A strict relying party of somebody else's making signs people in to the shop; and everything that the threat model of
 * OAuth (RFC 6819, RFC 9700) names for this flow is tried against it.
 */
type RelyingParty = ReturnType<typeof openRelyingParty>;
const HOST = { kind: 'host', by: 'test' } as const;
let kit: TestApp;
let address: string;
let person: TestPerson;
let shop: TestCredential;
let config: relying.Configuration;
let theirs: RelyingParty;

before(async () => {
  kit = await openTestApp();
  await kit.publish((all) => ({
    ...all,
    services: [
      ...all.services,
      ...all.services.map((one) => ({
        ...one,
        id: 'forum',
        signIn: { purpose: 'account', callbacks: ['http://localhost:8092/in'] },
      })),
      ...all.services.map(({ signIn: _, ...one }) => ({ ...one, id: 'closed' })),
    ],
  }));
  ({ address } = await kit.serve());
  person = await kit.person();
  shop = await kit.credential('service', 'shop');
  theirs = openRelyingParty(address, person.token);
  config = await party('shop', shop.secret);
});
after(() => kit[Symbol.asyncDispose]());

const party = (id: string, secret: string) => theirs.party(id, secret);
const visitor = () => theirs.visitor();
const begin = (more: Readonly<Record<string, string>> = {}, by = config) => theirs.begin(by, more);
const join = (url: URL, who = visitor()) => theirs.join(url, who);
const exchange = (begun: Begun, back: URL, by = config) => theirs.exchange(begun, back, by);
const post: RelyingParty['post'] = (...asked) => theirs.post(...asked);

async function signedIn(more: Readonly<Record<string, string>> = {}) {
  const begun = await begin(more);
  return await exchange(begun, await join(begun.url));
}

const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
/** The command of the host after a leak, beside the running site. */
const runLeaked = (...args: readonly string[]) => {
  const env = { DATABASE_URL: kit.databaseUrl, KEY_DIR: kit.keyDir, DATA_DIR: inside(dirname(kit.keyDir), 'data') };
  return runCommand(['credentials', 'leaked', ...args], { env, out: () => {}, err: () => {} });
};
const entriesOf = async (kind: string) => {
  const text = `select count(*) as count from entry where person_id = $1 and kind = $2`;
  return (await kit.app.parts.db.row<{ count: number }>(text, [person.personId, kind]))?.count ?? 0;
};

test('a strict relying party signs a person in: they see who asks and for what, join, and the fields pass the gate', async () => {
  const begun = await begin();
  const who = visitor();
  const asked = await who.go(begun.url.href);
  assert.match(asked.html, /Магазин светильников/);
  for (const field of ['Имя и фамилия', 'Почтовый адрес']) assert.match(asked.html, new RegExp(field));
  assert.doesNotMatch(asked.html, /Дата рождения/);
  const tokens = await exchange(begun, await join(begun.url, who));
  const claims = tokens.claims();
  assert(claims);
  assert.equal(claims.name, undefined, 'no value stands in the signed token');
  const told = await relying.fetchUserInfo(config, tokens.access_token, claims.sub);
  assert.equal(told.name, LEFT.name);
  assert.deepEqual(told.address, {
    street_address: 'Кришталева 7',
    locality: 'Львів',
    postal_code: '79000',
    country: 'UA',
  });
  assert.equal(told.birthdate, undefined);
  assert(!JSON.stringify({ claims, told }).includes(person.personId), 'the number of the person leaves in no form');
  // The same pseudonym and the same dealing as everywhere else.
  const byRest = await fetch(`${address}/v1/dealings/${String(told.dealing)}/fields`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shop.secret}`, 'content-type': 'application/json' },
    body: '{"fields":["name"]}',
  });
  assert.deepEqual(await byRest.json(), { person: claims.sub, fields: { name: LEFT.name } });
});

test('who joined before goes on unasked, every sign-in stands in their history, and each look at a field does', async () => {
  const [entered, asked] = [await entriesOf('enterService'), await entriesOf('askFields')];
  const begun = await begin({ scope: 'openid' });
  const led = await visitor().go(begun.url.href);
  assert(led.left, 'no page in between');
  const tokens = await exchange(begun, led.left);
  assert.equal(await entriesOf('enterService'), entered + 1);
  const told = await relying.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
  assert.deepEqual(Object.keys(told).sort(), ['dealing', 'sub'], 'no scope, no field');
  assert.equal(await entriesOf('askFields'), asked);
});

test('whoever is not a service of the site is a third party: refused to programs and to people, with the section', async () => {
  for (const id of ['somebody', 'closed']) {
    const page = await visitor().go(
      `/oidc/authorize?client_id=${id}&response_type=code&scope=openid&redirect_uri=${encodeURIComponent(CALLBACK)}`,
    );
    assert.equal(page.status, 400);
    assert.equal(page.left, null);
    assert.match(page.html, /Сюда войти нельзя/);
    assert.match(page.html, /#protection/);
    const { status, body } = await post('requests', { response_type: 'code' }, basic(id, shop.secret));
    assert.equal(status, 401);
    assert.deepEqual([body.error, body.section], ['invalid_client', 'protection']);
  }
});

test('a scope whose fields are not declared for the purpose is refused, and a person who declines is believed', async () => {
  const { url, state } = await begin({ scope: 'openid email' });
  const { left } = await visitor().go(url.href);
  assert.equal(left?.searchParams.get('error'), 'invalid_scope');
  assert.equal(left?.searchParams.get('state'), state);
  const again = await begin({ prompt: 'consent' });
  const who = visitor();
  const page = await who.go(again.url.href);
  const declined = await who.send(page, /decline$/);
  assert.equal(declined.left?.searchParams.get('error'), 'access_denied');
});

test('each token is told by its own scopes whatever was asked for before it, and of many at once each stands in the history', async () => {
  const [wide, narrow] = [await signedIn(), await signedIn({ scope: 'openid profile' })];
  const tell = async ({ access_token, claims }: typeof wide) =>
    Object.keys(await relying.fetchUserInfo(config, access_token, claims()?.sub ?? '')).sort();
  const [all, own] = [await tell(wide), ['dealing', 'name', 'sub']];
  assert(all.includes('address') && all.includes('name'));
  const asked = await entriesOf('askFields');
  for (const [token, told] of [
    [narrow, own],
    [narrow, own],
    [wide, all],
    [wide, all],
  ] as const) {
    assert.deepEqual(await tell(token), told);
  }
  const tokens = Array.from({ length: 12 }, (_, at) => (at % 3 === 0 ? narrow : wide));
  const told = await Promise.all(tokens.map(tell));
  assert.deepEqual(
    told,
    tokens.map((one) => (one === narrow ? own : all)),
  );
  assert.equal(await entriesOf('askFields'), asked + 16);
});

test('what the policy refuses is refused here: a person who paused is signed in, and no field of theirs is told', async () => {
  const tokens = await signedIn();
  await kit.app.gate.pass(pauseUse, person.asker, {});
  const answer = await fetch(`${address}/oidc/userinfo`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  assert.equal(answer.status, 403);
  assert.match(await answer.text(), /access_denied.*section use/);
  await kit.app.gate.pass(resumeUse, person.asker, {});
  const told = await relying.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
  assert.equal(told.name, LEFT.name);
});

test('a code that is used twice ends what it gave (RFC 6749 §4.1.2)', async () => {
  const begun = await begin();
  const back = await join(begun.url);
  const tokens = await exchange(begun, back);
  await assert.rejects(exchange(begun, back), { error: 'invalid_grant' });
  const look = relying.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? '');
  await assert.rejects(look, { status: 401 });
});

test('of two who bring one code at the same moment one is first', async () => {
  const begun = await begin();
  const back = await join(begun.url);
  const both = await Promise.allSettled([exchange(begun, back), exchange(begun, back)]);
  assert(both.filter(({ status }) => status === 'fulfilled').length <= 1);
});

test('redirect tricks lead nowhere: an address that is not declared to the letter shows a page and leaves no code', async () => {
  const tricks = [
    'http://localhost:8091/signed-in/',
    'http://localhost:8091/signed-in?next=https://evil.example',
    'http://localhost:8091/signed-in/../evil',
    'http://localhost:8091@evil.example/signed-in',
    'http://localhost:8091.evil.example/signed-in',
    'http://LOCALHOST:8091/signed-in',
    'http://127.0.0.1:8091/signed-in',
    'https://localhost:8091/signed-in',
    'http://localhost:8091/signed-in#',
    '//evil.example',
    'javascript:alert(1)',
    '',
  ];
  for (const redirect_uri of tricks) {
    const page = await visitor().go((await begin({ redirect_uri })).url.href);
    assert.equal(page.left, null, redirect_uri);
    assert.equal(page.status, 400, redirect_uri);
    assert.doesNotMatch(page.html, /evil\.example|href="javascript/, redirect_uri);
  }
});

test('without PKCE, with a plain challenge or with another verifier there is no sign-in (RFC 9700 §2.1.1)', async () => {
  for (const more of [{ code_challenge: '' }, { code_challenge_method: 'plain' }]) {
    const { left } = await visitor().go((await begin(more)).url.href);
    assert.equal(left?.searchParams.get('error'), 'invalid_request');
  }
  const begun = await begin();
  const back = await join(begun.url);
  const other = { ...begun, verifier: relying.randomPKCECodeVerifier() };
  await assert.rejects(exchange(other, back), { error: 'invalid_grant' });
  const tokenInTheAddress = await visitor().go((await begin({ response_type: 'id_token', prompt: 'none' })).url.href);
  assert.doesNotMatch(tokenInTheAddress.left?.href ?? '', /id_token=/);
});

test('mixed-up clients: the code, the refresh token and the secret of one are of no use to another (RFC 9700 §4.4)', async () => {
  const forum = await kit.credential('service', 'forum');
  const begun = await begin({ scope: 'openid offline_access', prompt: 'consent' });
  const back = await join(begun.url);
  const code = back.searchParams.get('code') ?? '';
  const asForum = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: begun.verifier };
  assert.equal((await post('token', asForum, basic('forum', forum.secret))).body.error, 'invalid_grant');
  assert.equal((await post('token', asForum, basic('shop', forum.secret))).body.error, 'invalid_client');
  const fresh = await begin({ scope: 'openid offline_access', prompt: 'consent' });
  const tokens = await exchange(fresh, await join(fresh.url));
  const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' };
  assert.equal((await post('token', refresh, basic('forum', forum.secret))).body.error, 'invalid_grant');
  // RFC 9207: the answer says whose it is.
  assert.equal(back.searchParams.get('iss'), address);
});

test('a refresh token is used once; a second use ends the sign-in (RFC 9700 §4.14)', async () => {
  const first = await signedIn({ scope: 'openid profile offline_access', prompt: 'consent' });
  const second = await relying.refreshTokenGrant(config, first.refresh_token ?? '');
  assert.notEqual(second.refresh_token, first.refresh_token);
  await assert.rejects(relying.refreshTokenGrant(config, first.refresh_token ?? ''), { error: 'invalid_grant' });
  await assert.rejects(relying.refreshTokenGrant(config, second.refresh_token ?? ''), { error: 'invalid_grant' });
});

test('algorithm confusion: a hint signed with nothing, or with the public key as a secret, is believed by nobody', async () => {
  const { id_token = '' } = await signedIn();
  const [, payload = ''] = id_token.split('.');
  const { keys } = (await (await fetch(`${address}/oidc/keys`)).json()) as {
    keys: { n: string; d?: string; p?: string }[];
  };
  assert(
    keys.every((key) => key.d === undefined && key.p === undefined),
    'only public halves are published',
  );
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const asSecret = `${part({ alg: 'HS256', typ: 'JWT' })}.${payload}`;
  const forged = [
    `${part({ alg: 'none' })}.${payload}.`,
    `${asSecret}.${createHmac('sha256', keys[0]?.n ?? '')
      .update(asSecret)
      .digest('base64url')}`,
    `${asSecret}.${createHmac('sha256', 'a-credential-of-the-service').update(asSecret).digest('base64url')}`,
  ];
  for (const hint of forged) {
    const page = await visitor().go(`/oidc/sign-out?id_token_hint=${hint}`);
    assert.equal(page.status, 400, hint.slice(0, 30));
  }
});

test('keys turn in mid-flow: the next one is published a day before it signs, and what a leaked one signed is believed no more', async () => {
  const { parts } = kit.app;
  const at = (days: number) => {
    const now = parts.clock.now().getTime() + days * 86_400_000;
    return { ...parts, clock: { now: () => new Date(now) } };
  };
  const names = async (days: number) => (await readSignInKeys(at(days))).map(({ kid }) => kid);
  const old = await signedIn();
  const begun = await begin();
  const back = await join(begun.url);
  const [first] = await names(0);
  await turnSignInKeys(at(91), 'in-time');
  const [signs, waits] = await names(91.5);
  assert.equal(signs, first);
  assert.deepEqual(await names(92.5), [waits, first], 'a day later it signs, and the older one still checks');
  await turnSignInKeys(at(92.5), 'in-time');
  assert.equal((await names(92.5)).length, 2, 'not before its time');
  assert.equal(await runLeaked('sign-in'), 0);
  assert(!(await names(0)).includes(first ?? ''));
  assert.equal((await exchange(begun, back)).claims()?.iss, address, 'what was begun ends well');
  // Another process, or this one five seconds later, knows the new key alone.
  const none = async () => {};
  const gate = { ...kit.app.gate, parts: at(1) };
  const provider = await openOidc(gate, faceOf(address, []), { leave: none, left: none, error: none }).provider();
  const shopClient = await provider.Client.find('shop');
  assert(shopClient);
  await assert.rejects(provider.IdToken.validate(old.id_token ?? '', shopClient));
});

test('a person ends the dealing, or the site a leaked credential: every token is over with it', async () => {
  const tokens = await signedIn({ scope: 'openid profile offline_access', prompt: 'consent' });
  const sub = tokens.claims()?.sub ?? '';
  const { dealing } = await relying.fetchUserInfo(config, tokens.access_token, sub);
  await kit.app.gate.pass(endDealing, person.asker, { dealing });
  await assert.rejects(relying.fetchUserInfo(config, tokens.access_token, sub), { status: 401 });
  await assert.rejects(relying.refreshTokenGrant(config, tokens.refresh_token ?? ''), { error: 'invalid_grant' });
  const anew = await signedIn();
  const second = await kit.credential('service', 'shop');
  await kit.app.gate.pass(endCredential, HOST, { kind: 'service', name: 'shop', older: true });
  await assert.rejects(relying.fetchUserInfo(config, anew.access_token, sub), { status: 401 });
  await assert.rejects(signedIn(), { error: 'invalid_client' });
  shop = second;
  config = await party('shop', second.secret);
  assert.equal((await signedIn()).claims()?.sub, sub, 'the pseudonym stays');
});

test('requests go the pushed way, keys are bound to their holder, and sign-out is asked on a page', async () => {
  const dpop = relying.getDPoPHandle(config, await relying.randomDPoPKeyPair());
  const verifier = relying.randomPKCECodeVerifier();
  const parameters = {
    redirect_uri: CALLBACK,
    scope: 'openid profile',
    code_challenge: await relying.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  const url = await relying.buildAuthorizationUrlWithPAR(config, parameters, { DPoP: dpop });
  assert.match(url.searchParams.get('request_uri') ?? '', /^urn:ietf:params:oauth:request_uri:/);
  const back = await join(url);
  const checks = { pkceCodeVerifier: verifier };
  const tokens = await relying.authorizationCodeGrant(config, back, checks, undefined, { DPoP: dpop });
  const sub = tokens.claims()?.sub ?? '';
  assert.equal((await relying.fetchUserInfo(config, tokens.access_token, sub, { DPoP: dpop })).name, LEFT.name);
  const stolen = await fetch(`${address}/oidc/userinfo`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  assert.equal(stolen.status, 401, 'a stolen token without its key opens nothing');
  assert.notEqual((await visitor().go(url.href)).left?.searchParams.has('code'), true, 'a pushed request is good once');
  const who = visitor();
  const begun = await begin();
  await join(begun.url, who);
  const out = relying.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token ?? '',
    post_logout_redirect_uri: 'http://localhost:8091/',
  });
  const page = await who.go(out.href);
  assert.match(page.html, /<h1[^>]*>Выход/);
  assert.equal((await who.send(page, /oidc\/sign-out/)).left?.href, 'http://localhost:8091/');
  const evil = await who.go(`/oidc/sign-out?client_id=shop&post_logout_redirect_uri=https://evil.example/`);
  assert.equal(evil.left, null);
});

test('nobody signed in is asked to sign in first; signed out here is signed out there; a request of another browser is none', async () => {
  const stranger = openVisitor(address);
  const { url } = await begin();
  const asked = await stranger.go(url.href);
  assert.equal(asked.status, 401);
  assert.match(asked.html, /name="next" value="\/entering\//);
  const none = await stranger.go((await begin({ prompt: 'none' })).url.href);
  assert.equal(none.left?.searchParams.get('error'), 'login_required');
  const who = visitor();
  await join((await begin()).url, who);
  who.keep('kristalux-session', '');
  const after = await who.go((await begin({ prompt: 'none' })).url.href);
  assert.equal(after.left?.searchParams.get('error'), 'login_required');
  const uid = /value="(\/entering\/[^"]+)"/.exec(asked.html)?.[1] ?? '';
  assert.equal((await visitor().go(uid)).status, 410);
});

test('the database holds no token, and no value of a person, in clear', async () => {
  const { access_token, refresh_token = '-' } = await signedIn({
    scope: 'openid profile offline_access',
    prompt: 'consent',
  });
  const rows = await kit.app.parts.db.rows<{ row: string }>(
    `select kind || encode(key_hash, 'escape') || encode(sealed, 'escape') as row from service_sign_in`,
  );
  assert(rows.length > 10);
  for (const secret of [access_token, refresh_token, LEFT.name, person.personId, CALLBACK]) {
    assert(!rows.some(({ row }) => row.includes(secret)), secret.slice(0, 8));
  }
  assert(!kit.logged.some((line) => line.includes(access_token)));
});
