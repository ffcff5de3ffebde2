import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { outboundLinks, readStandingSince } from '../../promises/links/index.ts';
import { inspectPage } from '../../promises/links/inspect-page.ts';
import { changePolicy } from '../../prove/twin/change-policy.ts';

const LINKS =
  '\n\n[Lamps](https://lamps.example/a?b=1&c=2), [lamps.example](https://lаmps.example/) and [run](javascript:alert(1)).\n';

let kit: TestApp;
let origin: string;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  await withLinks(true);
  ({ address: origin } = await kit.serve());
});
after(() => kit[Symbol.asyncDispose]());

const withLinks = (leavingNotice: boolean) =>
  changePolicy(kit.app.gate, kit.keyDir, (source) => {
    const { links } = source.sections;
    const text = `${(links.words.en ?? '').replace(LINKS, '')}${LINKS}`;
    return {
      ...source,
      declarations: { ...source.declarations, site: { ...source.declarations.site, leavingNotice } },
      sections: { ...source.sections, links: { ...links, words: { ...links.words, en: text } } },
    };
  });
const get = async (path: string) => {
  const answer = await fetch(`${origin}${path}`, { redirect: 'manual' });
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() };
};
const version = async () => {
  const inForce = await kit.app.parts.shelf.inForce();
  assert(inForce !== null);
  return inForce;
};

test('where the operator wants it, a notice stands before every other site and names it for what it is', async () => {
  const { text } = await get('/policy?lang=en');
  const ids = outboundLinks(await version(), origin).map(({ id }) => id);
  assert.equal(ids.length, 2);
  for (const id of ids) assert(text.includes(`href="/leaving/${id}"`), id);
  assert(!text.includes('href="https://l'), 'no link goes past the notice');
  const [plain, alike] = await Promise.all(ids.map((id) => get(`/leaving/${id}?lang=en`)));
  assert.match(plain?.text ?? '', /href="https:\/\/lamps\.example\/a\?b=1&amp;c=2"/);
  assert.match(alike?.text ?? '', /<strong>xn--[a-z0-9-]+\.example<\/strong>/);
  for (const { text: page } of [plain, alike].flatMap((one) => one ?? [])) {
    const { outbound, unmarked, foreign } = inspectPage(page, origin);
    assert.deepEqual({ outbound, unmarked, foreign }, { outbound: 1, unmarked: [], foreign: [] });
  }
});

test('a link whose text names another site than it leads to says so in its own line', async () => {
  const { text } = await get('/policy?lang=en');
  assert.match(text, /lamps\.example<span class="leaving-host"> \[xn--[a-z0-9-]+\.example\]<\/span>/);
  assert.doesNotMatch(text, /href\s*=\s*["']?\s*javascript:/i);
});

test('open-redirect payloads of supabase#29288, saas-starter#641, twenty#21287, noctua#1120: none leads anywhere', async () => {
  const payloads = [
    '//evil.example',
    '/\\evil.example',
    '/%09/evil.example',
    'http:evil.example',
    '\\\\evil.example',
    '%2f%2fevil.example',
    '%252f%252fevil.example',
    'https%3A%2F%2Fevil.example',
    '..%2f..%2f/evil.example',
    'javascript:alert(1)',
  ];
  for (const payload of payloads) {
    for (const path of [
      `/leaving/${encodeURIComponent(payload)}`,
      `/leaving/x?url=${payload}`,
      `/leaving?to=${payload}`,
    ]) {
      const { status, location, text } = await get(path);
      assert.equal(status, 404, path);
      assert.equal(location, null);
      assert(!text.includes('evil.example'), `${path} is not repeated`);
    }
  }
});

test('the register says since which version a link stands, and a later version does not make it younger', async () => {
  const first = await version();
  const written = outboundLinks(first, origin).map((link) => link.written);
  await withLinks(false);
  const since = await readStandingSince(kit.app.parts.db, written);
  assert.deepEqual(
    [...since.values()].map(({ number }) => number),
    [first.number, first.number],
  );
  const { text } = await get('/policy?lang=en');
  assert(
    text.includes('href="https://lamps.example/a?b=1&amp;c=2"'),
    'without the notice a link leads straight to its site',
  );
});
