import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { guardedPerson, makeOwner, makeStaff, otherFields, signedBy } from '../../../test/testkit/people.ts';
import { seeOwnHistory } from '../../promises/agreement/index.ts';
import {
  askStaffRecovery,
  beginStaffRecovery,
  findPerson,
  makeOwnerLink,
  signIn,
} from '../../promises/security/index.ts';
import { addresses } from '../../ui/addresses.ts';

let kit: TestApp;
let origin: string;
before(async () => {
  kit = await openTestApp();
  ({ address: origin } = await kit.serve());
});
after(() => kit[Symbol.asyncDispose]());

const get = (path: string, token?: string) =>
  fetch(`${origin}${path}`, {
    redirect: 'manual',
    headers: token === undefined ? {} : { cookie: `kristalux-session=${token}` },
  });

async function csrfOf(path: string, token?: string): Promise<string> {
  const text = await (await get(path, token)).text();
  return /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
}

async function post(
  path: string,
  values: Readonly<Record<string, string>>,
  options: { token?: string; headers?: Record<string, string> } = {},
) {
  const { token, headers = {} } = options;
  return await fetch(`${origin}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...(token === undefined ? {} : { cookie: `kristalux-session=${token}` }), ...headers },
    body: new URLSearchParams(values),
  });
}

test('every answer forbids what comes from elsewhere, frames, referrers and sniffing (ASVS 3.4)', async () => {
  for (const path of ['/', '/sign-in', '/recover', '/policy', '/no-such-page', '/openapi.json']) {
    const { headers } = await get(path);
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'self'/, path);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /base-uri 'none'/);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
    assert.match(headers.get('referrer-policy') ?? '', /^(no-referrer|same-origin)$/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
    assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
    assert.ok(headers.get('permissions-policy'));
  }
});

test('the one script is our own, named after its digest, and no page holds a line of code', async () => {
  for (const path of ['/sign-in', '/register', '/recover', '/']) {
    const page = await (await get(path)).text();
    for (const [tag] of page.matchAll(/<script[^>]*>[^<]*/g)) {
      assert.match(tag, /^<script type="module" src="\/assets\/passkeys-[0-9a-f]{16}\.js">$/);
    }
    assert.doesNotMatch(page, /\son\w+=|javascript:|style="/);
  }
  const address = /\/assets\/passkeys-[0-9a-f]{16}\.js/.exec(await (await get('/sign-in')).text())?.[0] ?? '';
  const script = await get(address);
  assert.match(script.headers.get('content-type') ?? '', /^text\/javascript/);
  assert.match(script.headers.get('cache-control') ?? '', /immutable/);
});

test('a form without its token, or from another site, changes nothing (ASVS 3.5.1)', async () => {
  const person = await kit.person(otherFields());
  const { token } = person;
  const csrf = await csrfOf('/account/sessions', token);
  const foreign = [
    { headers: { origin: 'https://evil.example' } },
    { headers: { 'sec-fetch-site': 'cross-site', origin } },
    { headers: { 'sec-fetch-site': 'same-site', origin } },
  ];
  for (const { headers } of foreign) assert.equal((await post('/sign-out', { csrf }, { token, headers })).status, 404);
  const other = await csrfOf('/sign-in');
  for (const wrong of ['', 'x', other]) assert.equal((await post('/sign-out', { csrf: wrong }, { token })).status, 410);
  assert.equal((await get('/account', token)).status, 200, 'the session still lives');
  assert.equal((await post('/sign-out', { csrf }, { token })).status, 303);
  assert.equal((await get('/account', token)).status, 401);
});

test('whether a session lives is told to whoever holds it, and nothing of whom it is', async () => {
  const person = await kit.person(otherFields());
  const check = (bearer: string) => fetch(`${origin}/v1/session`, { headers: { authorization: `Bearer ${bearer}` } });
  const lives = await check(person.token);
  assert.equal(lives.status, 200);
  assert.equal(lives.headers.get('cache-control'), 'no-store');
  const told = (await lives.json()) as Record<string, unknown>;
  assert.deepEqual(Object.keys(told), ['authenticatedAt', 'strong', 'expiresAt']);
  assert.equal(told['strong'], false);
  const credential = `kxs_${person.token}`;
  for (const wrong of [`${person.token.slice(1)}A`, credential]) assert.equal((await check(wrong)).status, 401);
  assert.equal((await get('/v1/session')).status, 401);
  assert.equal((await get('/v1/session', person.token)).status, 200, 'by its cookie');
  const csrf = await csrfOf('/account/sessions', person.token);
  await post('/sign-out', { csrf }, { token: person.token });
  assert.equal((await check(person.token)).status, 401);
});

test('a look at the account leaves one entry a day, and does not hide the first that opens a value', async () => {
  const person = await kit.person(otherFields());
  const kinds = async () => {
    const { output } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
    return output.entries
      .map(({ kind, body }) => `${kind} ${body?.fields.length}`)
      .toReversed()
      .slice(1);
  };
  for (let look = 0; look < 3; look += 1) assert.equal((await get('/account', person.token)).status, 200);
  assert.deepEqual(await kinds(), ['seeOwnAccount 0']);
  for (let look = 0; look < 2; look += 1) await get('/account/data', person.token);
  await get('/account', person.token);
  const [, second = '', ...more] = await kinds();
  assert.match(second, /^seeOwnData [1-9]/);
  assert.deepEqual(more, []);
  // Another day: whoever opened values need not be noted once more for a look that opens none.
  await kit.app.parts.db.run('update session set looked_on = looked_on - 1, glanced_on = glanced_on - 1');
  await get('/account/data', person.token);
  await get('/account', person.token);
  assert.match((await kinds()).join(), /^seeOwnAccount 0,seeOwnData \d+,seeOwnData \d+$/);
});

test('looking changes nothing: no address of the account or the console acts on GET (ASVS 3.5.3)', async () => {
  const person = await kit.person(otherFields());
  const { output } = await kit.app.gate.pass(makeOwnerLink, { kind: 'host', by: 'test' }, {});
  const { pathname, search, hash } = new URL(output.address);
  assert.equal(search, '', 'the secret of the link is sent to nobody');
  assert.equal(hash, `#${output.token}`);
  assert.equal((await get(pathname, person.token)).status, 200);
  for (const path of [
    '/sign-out',
    '/account/sessions/end-others',
    '/account/security/one-time-codes',
    '/account/security/one-time-codes/remove',
    '/account/security/recovery-codes',
  ]) {
    assert.ok([404, 410].includes((await get(path, person.token)).status), path);
  }
  assert.equal((await get('/account', person.token)).status, 200);
});

test('signing out clears what the browser holds, and the cookie cannot be read by scripts or sent across sites', async () => {
  const person = await kit.person(otherFields());
  const csrf = await csrfOf('/sign-in');
  const entered = await post('/sign-in', { csrf, identifier: person.accountName, password: person.password });
  const [session = ''] = entered.headers.getSetCookie().filter((one) => one.startsWith('kristalux-session='));
  assert.match(session, /; HttpOnly/i);
  assert.match(session, /; SameSite=Lax/i);
  const token = /=([^;]+)/.exec(session)?.[1] ?? '';
  const out = await post('/sign-out', { csrf: await csrfOf('/account/security', token) }, { token });
  assert.match(out.headers.get('clear-site-data') ?? '', /"cache"/);
  assert.equal((await get('/account', token)).status, 401);
});

test('signing in leads to no address but our own', async () => {
  const person = await kit.person(otherFields());
  for (const next of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/account/../..//evil.example',
    '/\t/evil.example',
  ]) {
    const csrf = await csrfOf('/sign-in');
    const sent = { csrf, identifier: person.accountName, password: person.password, next };
    const place = (await post('/sign-in', sent)).headers.get('location') ?? '';
    assert.equal(new URL(place, origin).origin, origin, next);
  }
});

test('a fixed session is worth nothing: every sign-in has a token of its own (CVE-2026-7507)', async () => {
  const person = await kit.person(otherFields());
  const planted = Buffer.alloc(32, 5).toString('base64url');
  const csrf = await csrfOf('/sign-in');
  const entered = await post(
    '/sign-in',
    { csrf, identifier: person.accountName, password: person.password },
    { token: planted },
  );
  assert.equal(entered.status, 303);
  assert.equal((await get('/account', planted)).status, 401);
});

test('wrong name, wrong password and a name nobody has get the same page (ASVS 6.3.8, CVE-2026-4633)', async () => {
  const person = await kit.person(otherFields());
  const answerTo = async (identifier: string) => {
    const response = await post('/sign-in', {
      csrf: await csrfOf('/sign-in'),
      identifier,
      password: 'guess after guess',
    });
    const text = (await response.text()).replace(/name="csrf" value="[^"]*"/, '');
    return { status: response.status, text, cookies: response.headers.getSetCookie() };
  };
  const known = await answerTo(person.accountName);
  assert.deepEqual(await answerTo('zzzz-zzzz-zzzz'), known);
  assert.deepEqual(await answerTo('nobody@example.net'), known);
});

test('the console is not there for a person, and tells staff with one factor alone how to go on', async () => {
  const person = await guardedPerson(kit);
  for (const path of ['/console', '/console/people', '/console/staff']) {
    assert.equal((await get(path)).status, 401);
    assert.equal((await get(path, person.token)).status, 404);
  }
  const owner = await makeOwner(kit);
  assert.equal((await get('/console', owner.token)).status, 200);
  const weak = await weakSession(owner);
  const told = await get('/console', weak);
  assert.equal(told.status, 403);
  assert.match(await told.text(), /\/account\/presence\?next=%2Fconsole/);
});

test('no page of the account or the console is kept by a cache (ASVS 14.3.2)', async () => {
  const owner = await makeOwner(kit);
  for (const path of [
    '/account/security',
    '/account/sessions',
    '/account/security/passkey-options',
    '/console',
    '/console/staff',
  ]) {
    assert.match((await get(path, owner.token)).headers.get('cache-control') ?? '', /no-store/, path);
  }
});

async function weakSession({ personId, token }: TestPerson): Promise<string> {
  await kit.app.parts.db.run('update session set strong = false where person_id = $1', [personId]);
  return token;
}

test('a recovery that staff began stands on the first page of the account, with the button that cancels it', async () => {
  const owner = await makeOwner(kit);
  const person = await kit.person(otherFields());
  const { pass } = kit.app.gate;
  const quiet = await (await get('/account', person.token)).text();
  assert.ok(!quiet.includes(addresses.cancelRecovery));
  const { output: found } = await pass(findPerson, owner.asker, { identifier: person.accountName });
  const { output: asked } = await pass(askStaffRecovery, { kind: 'anyone', network: '203.0.113.0/24' }, {});
  const begun = { card: found.cards[0], number: asked.number, checkedHow: 'in-person' };
  await pass(beginStaffRecovery, owner.asker, begun);
  const text = await (await get('/account', person.token)).text();
  assert.ok(text.includes(`action="${addresses.cancelRecovery}"`));
  const csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
  await post(addresses.cancelRecovery, { csrf }, { token: person.token });
  const after = await (await get('/account', person.token)).text();
  assert.ok(!after.includes(addresses.cancelRecovery));
});

test('staff end every session of a person by a form of the console; a verifier may not, and the person reads it in their history (ASVS 7.4.5)', async () => {
  const owner = await makeOwner(kit);
  const verifier = await makeStaff(kit, owner, 'verifier');
  const person = await kit.person(otherFields());
  const { output: found } = await kit.app.gate.pass(findPerson, owner.asker, { identifier: person.accountName });
  const card = addresses.personCard(found.cards[0] ?? '');
  const press = async (staff: TestPerson) => {
    const text = await (await get(card, staff.token)).text();
    const [, action = '', csrf = ''] =
      /action="([^"]+sessions[^"]+)"[^>]*>[\s\S]*?name="csrf" value="([^"]+)"/.exec(text) ?? [];
    return await post(action, { csrf }, { token: staff.token });
  };
  assert.ok(
    !(await (await get(card, verifier.token)).text()).includes('/sessions/end'),
    'no button that leads nowhere',
  );
  const action = `${card}/sessions/end`;
  const tried = await post(action, { csrf: await csrfOf(card, verifier.token) }, { token: verifier.token });
  assert.equal(tried.status, 404);
  assert.equal((await get('/account', person.token)).status, 200);
  assert.equal((await press(owner)).status, 303);
  assert.equal((await get('/account', person.token)).status, 401, 'the page of signing in');
  const again = { identifier: person.accountName, password: person.password };
  const { output } = await kit.app.gate.pass(signIn, { kind: 'anyone', network: '203.0.113.0/24' }, again);
  const { output: history } = await kit.app.gate.pass(seeOwnHistory, await signedBy(kit.app, output.session), {});
  const entry = history.entries.find(({ kind }) => kind === 'endSessionsOf');
  assert.equal(entry?.body?.asker, 'owner');
});
