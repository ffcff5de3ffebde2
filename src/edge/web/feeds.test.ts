import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp } from '../../../test/testkit/app.ts';

let kit: TestApp;
let origin: string;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  const newest = await kit.publish((declarations) => ({
    ...declarations,
    site: { ...declarations.site, name: 'Other lamps' },
  }));
  // A site with a long past: the two versions in turns.
  await kit.app.parts.db.run(
    `insert into policy_version (number, digest, meaning, published_at, published_by, body)
     select later, digest, meaning, published_at, published_by, body
     from generate_series($1::integer + 1, 24) later join policy_version on number = $1::integer - (later - $1::integer) % 2`,
    [newest],
  );
  ({ address: origin } = await kit.serve());
});
after(() => kit[Symbol.asyncDispose]());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${origin}${path}`, { headers });
const entriesOf = (atom: string) => [...atom.matchAll(/:policy:(\d+)<\/id>/g)].map(([, number]) => Number(number));
const linkOf = (atom: string, rel: string) =>
  new RegExp(`<link rel="${rel}" href="([^"]+)"`).exec(atom)?.[1]?.replaceAll('&amp;', '&');

test('who follows the archives of the feed back reads every change there ever was, each with the difference itself', async () => {
  const seen: number[] = [];
  let next: string | undefined = `${origin}/policy/feed.atom?lang=en`;
  let pages = 0;
  while (next !== undefined) {
    const text: string = await (await fetch(next)).text();
    seen.push(...entriesOf(text));
    assert.equal(text.includes('<fh:archive/>'), pages > 0);
    if (pages > 0) assert.equal(linkOf(text, 'current'), `${origin}/policy/feed.atom`);
    next = linkOf(text, 'prev-archive');
    pages += 1;
  }
  assert.equal(pages, 2);
  assert.deepEqual(
    [...new Set(seen)].sort((a, b) => a - b),
    Array.from({ length: 24 }, (_, index) => index + 1),
  );
  const feed = await (await get('/policy/feed.atom?lang=en')).text();
  assert.match(feed, /Other lamps/);
});

test('the JSON feed leads back through the same archives', async () => {
  const seen: number[] = [];
  let next: string | undefined = `${origin}/policy/feed.json?lang=en`;
  while (next !== undefined) {
    const feed = (await (await fetch(next)).json()) as { next_url?: string; items: { id: string }[] };
    seen.push(...feed.items.map(({ id }) => Number(id.split(':').at(-1))));
    next = feed.next_url;
  }
  assert.equal(new Set(seen).size, 24);
});

test('a reader who knows the newest state is told so and nothing more; a thousand of them get one and the same', async () => {
  for (const path of ['/policy/feed.atom', '/policy/feed.json', '/policy/feed.atom?archive=1']) {
    const first = await get(path);
    const etag = first.headers.get('etag') ?? '';
    const again = await get(path, { 'if-none-match': etag });
    assert.deepEqual([again.status, await again.text(), again.headers.get('etag')], [304, '', etag]);
    assert.equal((await get(path, { 'if-none-match': '"other"' })).status, 200);
  }
  const known = (await get('/policy/feed.atom')).headers.get('etag') ?? '';
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => get('/policy/feed.atom', { 'if-none-match': known })),
    );
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [304]);
  }
});

test('an archive that is not full yet, or never will be, is not there', async () => {
  for (const archive of ['2', '0', '-1', '1e3', '99999999', 'one']) {
    assert.equal((await get(`/policy/feed.atom?archive=${archive}`)).status, 404, archive);
  }
});

// DPV 2.3; a term that is not here does not exist there, or nobody looked it up.
const DPV =
  'PrivacyNotice DataController PersonalData Required Optional StorageDuration Process ServiceProvision Use Recipient PaymentManagement DiscloseByTransmission ThirdParty ServiceOptimisation Aggregate LegalCompliance Disclose Authority CommunicationManagement DataProcessor hasPersonalData hasLegalBasis hasPurpose hasProcessing hasRecipient'.split(
    ' ',
  );

test('the machine-readable policy says in terms of DPV what each provider and service gets', async () => {
  const { dpv, number, digest } = (await (await get('/policy.json')).json()) as Record<string, unknown>;
  const text = JSON.stringify(dpv);
  for (const [, term = ''] of text.matchAll(/"dpv:([A-Za-z]+)"/g)) assert(DPV.includes(term), term);
  const { 'dct:hasPart': parts, ...notice } = dpv as { 'dct:hasPart': Record<string, { '@id': string }>[] };
  assert.deepEqual(
    [notice['@id' as never], notice['dct:identifier' as never]],
    [`${origin}/policy/versions/${number}`, `sha256:${digest}`],
  );
  const version = await kit.app.parts.shelf.inForce();
  for (const { id, methods } of version?.declarations.providers ?? []) {
    const told = parts.filter((part) => part['dpv:hasRecipient']?.['@id'] === `#provider-${id}`);
    assert.deepEqual(
      told.map((part) => JSON.stringify(part['dpv:hasPersonalData']).match(/"#[^"]+"/g) ?? []),
      methods.map((method) => method.fields.map(({ field }) => `"#${field}"`)),
    );
  }
  for (const { id, category } of version?.declarations.fields ?? []) {
    assert(text.includes(`{"@id":"#${id}","@type":["${category}"`), id);
  }
});

test('a version says where it stands among the others, and every page which statement holds for it', async () => {
  const link = async (path: string) => (await get(path)).headers.get('link') ?? '';
  assert.match(
    await link('/policy/versions/2'),
    /<\/policy\/versions\/1>; rel="predecessor-version", <\/policy\/versions\/3>; rel="successor-version"/,
  );
  assert.doesNotMatch(await link('/policy/versions/1'), /predecessor/);
  assert.doesNotMatch(await link('/policy'), /successor/);
  assert.match(await link('/policy'), /<\/policy\/versions>; rel="version-history", <\/policy>; rel="latest-version"/);
  assert.match(await (await get('/register')).text(), /<link rel="privacy-policy" href="\/policy"\/>/);
});

test('while two versions are compared anybody sees how far it is, without a script, and then the difference', async () => {
  const path = '/policy/changes/1..3?view=side&lang=en';
  const hurried = { prefer: 'respond-async' };
  const first = await get(path, hurried);
  assert.deepEqual([first.status, first.headers.get('refresh')], [202, '1']);
  assert.equal(first.headers.get('cache-control'), 'no-store');
  const text = await first.text();
  assert.match(text, /<progress value="0(\.\d+)?" max="1" aria-label="Comparing the versions">/);
  assert.match(text, /href="\/policy\/changes\/1\.\.3\?view=side"/);
  let answer = first;
  while (answer.status === 202) answer = await get(path, hurried);
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /Other lamps/);
});
