import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestApp, publishDemonstration } from '../../../test/testkit/app.ts';
import { openApp } from '../../app.ts';

test('a kept page of the policy is never older than the version that was acknowledged, whoever published it', async (t) => {
  const kit = await openTestApp();
  t.after(() => kit[Symbol.asyncDispose]());
  await kit.publish();
  const { address } = await kit.serve();
  const page = async (query = '', headers: Record<string, string> = {}) => {
    const answer = await fetch(`${address}/policy${query}`, { headers });
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.match(answer.headers.get('link') ?? '', /rel="latest-version"/);
    return { text: await answer.text(), cookie: answer.headers.get('set-cookie') };
  };
  const english = { 'accept-language': 'en' };
  const first = await page('', english);
  assert.equal((await page('', english)).text, first.text);
  assert.notEqual((await page('', { 'accept-language': 'ru' })).text, first.text);
  // Another process brings a lost ledger to its end, then publishes.
  const { db } = kit.app.parts;
  await db.run(`insert into earlier_ledger (origin, size, note) values ('ledger.before.example', 3, 'its last note')`);
  // What stands beside the words may be as old as a page is kept; the version never is.
  while (!(await page('', english)).text.includes('ledger.before.example'));
  const number = await kit.publish((declarations) => ({
    ...declarations,
    site: { ...declarations.site, name: 'Kept lamps' },
  }));
  assert.equal(number, 3);
  assert.match((await page('', english)).text, /Kept lamps/);
  // Who chooses a language gets the cookie of it, also where the page was kept before.
  const chosen = await page('?lang=en', { 'accept-language': 'ru' });
  assert.match(chosen.cookie ?? '', /language=en/);
  assert.match(chosen.text, /Kept lamps/);
});

test('of the kept page everybody who is signed in gets their own token, by which only they sign out', async (t) => {
  const kit = await openTestApp();
  t.after(() => kit[Symbol.asyncDispose]());
  await kit.publish();
  const { address } = await kit.serve();
  const people = await Promise.all([kit.person(), kit.person()]);
  const pageOf = async (token: string) => {
    const answer = await fetch(`${address}/policy`, { headers: { cookie: `kristalux-session=${token}; language=en` } });
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const text = await answer.text();
    assert.equal(Number(answer.headers.get('content-length')), Buffer.byteLength(text));
    return { text, csrf: /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? '' };
  };
  const signOut = async (token: string, csrf: string) => {
    const headers = { cookie: `kristalux-session=${token}`, origin: address };
    const body = new URLSearchParams({ csrf });
    return (await fetch(`${address}/sign-out`, { method: 'POST', headers, body, redirect: 'manual' })).status;
  };
  const [one, other] = people;
  assert(one !== undefined && other !== undefined);
  const pages = [await pageOf(one.token), await pageOf(other.token), await pageOf(one.token)];
  const [first, second, again] = pages;
  assert(first !== undefined && second !== undefined && again !== undefined);
  assert.equal(again.text, first.text);
  assert.notEqual(second.csrf, first.csrf);
  assert.equal(second.text.replaceAll(second.csrf, first.csrf), first.text, 'they differ in nothing else');
  assert.equal(await signOut(other.token, first.csrf), 410);
  assert.equal(await signOut(other.token, second.csrf), 303);
  assert.doesNotMatch(await (await fetch(`${address}/policy`)).text(), /name="csrf"/);
});

test('after a publication was acknowledged no process shows a page of an older version, however warm its own is', async (t) => {
  const kit = await openTestApp();
  t.after(() => kit[Symbol.asyncDispose]());
  const first = await kit.publish();
  const { address } = await kit.serve();
  const other = await openApp(kit.app.settings, { role: 'command', log: { info() {}, warn() {}, error() {} } });
  t.after(() => other.close());
  const shown = async () => {
    const answer = await fetch(`${address}/policy`, { headers: { 'accept-language': 'en' } });
    const text = await answer.text();
    assert.equal(answer.status, 200, text);
    return Number(/class="policy-mark"><strong>\D*(\d+)/.exec(text)?.[1]);
  };
  let [acknowledged, reading, read] = [first, true, 0];
  const reader = async () => {
    while (reading) {
      const since = acknowledged;
      const number = await shown();
      assert(number >= since, `version ${number} was shown although ${since} was acknowledged`);
      read += 1;
    }
  };
  const publications = async () => {
    for (let round = 0; round < 4; round += 1) {
      const before = read;
      acknowledged = await publishDemonstration(other, ({ site, ...rest }) => ({
        ...rest,
        site: { ...site, name: `Lamps ${round}` },
      }));
      assert.equal(await shown(), acknowledged);
      while (read < before + 8) await shown();
    }
    reading = false;
  };
  await Promise.all([publications(), ...Array.from({ length: 4 }, reader)]);
});
