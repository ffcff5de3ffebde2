import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { root } from '../../root.ts';
import { DOCUMENT_GROUPS, DOCUMENTS } from '../docs/documents.ts';

let kit: TestApp;
let origin: string;
before(async () => {
  kit = await openTestApp();
  ({ address: origin } = await kit.serve());
});
after(() => kit[Symbol.asyncDispose]());

const names: readonly string[] = DOCUMENT_GROUPS.flatMap((group) => DOCUMENTS[group]);
const files = (folder: string) =>
  readdirSync(join(root, folder)).flatMap((name) => (name.endsWith('.md') ? [name.slice(0, -3)] : []));
const read = async (path: string) => {
  const answer = await fetch(`${origin}${path}`);
  return { status: answer.status, text: await answer.text() };
};
const linksIn = (html: string) => [...html.matchAll(/href="(\/docs[^"]*)"/g)].map(([, href = '']) => href);

test('every document is listed, and every translation is of a document', () => {
  assert.deepEqual([...names].sort(), files('docs').sort());
  assert.deepEqual(
    files('docs/ru').filter((name) => !names.includes(name)),
    [],
  );
});

test('every document opens in every language, and every link between them leads to a heading that is there', async () => {
  const pages = new Map<string, string>();
  const page = async (path: string) => {
    const known = pages.get(path);
    if (known !== undefined) return known;
    const { status, text } = await read(path);
    assert.equal(status, 200, path);
    pages.set(path, text);
    return text;
  };
  const broken: string[] = [];
  for (const language of ['ru', 'en', 'uk']) {
    for (const name of names) {
      const html = await page(`/docs/${name}?lang=${language}`);
      assert.doesNotMatch(html, /<p>[^<]*(&lt;!--|\| ---)/, `${name}: nothing of the markup is left`);
      for (const href of linksIn(html)) {
        const { pathname, hash, searchParams } = new URL(href, origin);
        const target = await page(`${pathname}?lang=${searchParams.get('lang') ?? language}`);
        const anchor = decodeURIComponent(hash.slice(1));
        if (anchor !== '' && !target.includes(`id="${anchor}"`)) broken.push(`${name} (${language}): ${href}`);
      }
    }
  }
  assert.deepEqual(broken, []);
});

test('what is looked for is found in the reader’s language, and the place that it leads to is there', async () => {
  for (const [language, query, expected] of [
    ['en', 'rotate keys', '/docs/keys#how-the-epoch-turns'],
    ['ru', 'резервная копия', '/docs/backup'],
    ['uk', 'lost key', '/docs/keys'],
  ] as const) {
    const { text } = await read(`/docs?lang=${language}&q=${encodeURIComponent(query)}`);
    const found = /<ol class="found">[\s\S]*?<\/ol>/.exec(text)?.[0] ?? '';
    assert.ok(
      linksIn(found).some((href) => decodeURIComponent(href).startsWith(expected)),
      `${query}: ${linksIn(found).join(' ')}`,
    );
    assert.match(found, /<mark>/);
  }
});

test('a search for nothing, for markup or for a page of text is an ordinary page', async () => {
  for (const query of ['', '   ', '<script>alert(1)</script>', '…—«»', 'x'.repeat(5000), 'slithy toves']) {
    const { status, text } = await read(`/docs?q=${encodeURIComponent(query)}`);
    assert.equal(status, 200);
    assert.doesNotMatch(text, /<script>alert/);
  }
  assert.equal((await read('/docs/nothing-of-the-kind')).status, 404);
  assert.equal((await read('/docs/..%2fpackage')).status, 404);
});
