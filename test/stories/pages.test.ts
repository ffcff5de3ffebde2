import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TrieRouter } from 'hono/router/trie-router';
import { pagesOf } from '../../src/edge/listener.ts';
import { webApp } from '../../src/edge/web.tsx';
import { LANGUAGES } from '../../src/kernel/words.ts';
import { OwnDataPage } from '../../src/promises/agreement/pages.tsx';
import { renderPage } from '../../src/ui/render.ts';
import { openTestApp } from '../testkit/app.ts';
import { galleryPages } from './gallery-pages.ts';

const PAGES = LANGUAGES.flatMap((language) =>
  Object.entries(galleryPages(language, '/assets/style-0.css')).map(([name, page]) => ({
    name: `${language}/${name}`,
    language,
    html: renderPage(page()),
  })),
);

// The scripts and the frame there are: our own, files of this server, and what an editor's own message looks like.
const OWN = /<script type="module" src="\/assets\/(?:passkeys|verify)\.js"><\/script>|<iframe name="look" [^>]*>/g;

test('no page holds a script of another kind, an inline style or a handler: the strict policy of the server breaks nothing', () => {
  for (const { name, html } of PAGES) {
    assert.doesNotMatch(
      html.replace(OWN, ''),
      /<script|<style|<iframe|<img(?! src="data:image\/jpeg;base64,)|<[^>]*\s(style|on\w+)=/,
      name,
    );
    const links = [
      '<link rel="stylesheet" href="/assets/style-0.css"/>',
      '<link rel="privacy-policy" href="/policy"/>',
    ];
    assert.deepEqual(html.match(/<link [^>]*>/g), links, name);
  }
});

test('every form that does something is posted to this server and carries the token of the session', () => {
  for (const { name, html } of PAGES) {
    for (const [form] of html.matchAll(/<form.*?<\/form>/gs)) {
      // The one form for another site: what the person confirmed, which their own browser carries there.
      if (name.endsWith('/transfer-leave') && form.includes('action="https://')) continue;
      // The one that goes nowhere: files that the browser itself checks.
      if (name.endsWith('/verify') && form.startsWith('<form>')) continue;
      // Forms that only look: which versions to compare, whom a field can reach, what of one's own history.
      if (/^<form [^>]*method="get" action="\//.test(form)) {
        assert.doesNotMatch(form, /name="csrf"/, `${name}: a token has no place in an address`);
        continue;
      }
      assert.match(form, /^<form method="post" action="\/[^/]/, name);
      assert.match(form, /<input type="hidden" name="csrf" value="sample-token"/, name);
    }
  }
});

test('every form and every button that sends it elsewhere goes to an address and by a method that the server answers', async () => {
  await using kit = await openTestApp();
  const answered = new TrieRouter<string>();
  for (const { method, path } of webApp(pagesOf(kit.app, 'http://localhost')).routes) {
    // What stands before every page answers nothing itself.
    if (method !== 'ALL') answered.add(method, path, path);
  }
  const sent = PAGES.flatMap(({ name, html }) =>
    [...html.matchAll(/<form.*?<\/form>/gs)].flatMap(([form]) => {
      const [, tag = '', rest = ''] = /^(<form[^>]*>)(.*)$/s.exec(form) ?? [];
      const method = /method="(\w+)"/.exec(tag)?.[1]?.toUpperCase() ?? 'GET';
      const actions = [...tag.matchAll(/ action="([^"]*)"/g), ...rest.matchAll(/ formaction="([^"]*)"/g)];
      return actions.map(([, action = '']) => ({ name, method, action }));
    }),
  ).filter(({ action }) => !action.startsWith('https://'));
  const unanswered = sent.filter(({ method, action }) => {
    const [path = ''] = action.split(/[?#]/);
    return answered.match(method, path)[0].length === 0;
  });
  assert.deepEqual(unanswered, []);
  assert(sent.length > 300, 'the pages have forms');
  // Where a form was posted once, and nobody answered.
  assert.equal(answered.match('POST', '/account/transfers')[0].length, 0);
});

test('every page names its language, has one main heading and links the policy, the proof and the report', () => {
  for (const { name, language, html } of PAGES) {
    assert.ok(html.startsWith(`<!doctype html>\n<html lang="${language}">`), name);
    assert.equal(html.match(/<h1/g)?.length, 1, name);
    for (const href of ['/policy', '/verify', '/transparency']) assert.ok(html.includes(`href="${href}"`), name);
    for (const other of LANGUAGES) assert.ok(html.includes(`?lang=${other}"`), name);
  }
});

test('every id on a page stands there once', () => {
  for (const { name, html } of PAGES) {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    assert.deepEqual(ids, [...new Set(ids)], name);
  }
});

test('every link that leaves the site is marked, and no other link leads away', () => {
  for (const { name, html } of PAGES) {
    for (const [link] of html.matchAll(/<a [^>]*href="(?![/#])[^>]*>/g)) {
      assert.match(link, /class="leaving".*rel="noopener noreferrer external".*referrerpolicy="no-referrer"/, name);
    }
  }
});

test('a password never comes back to the page', () => {
  for (const { name, html } of PAGES) {
    for (const [input] of html.matchAll(/<input [^>]*type="password"[^>]*>/g))
      assert.doesNotMatch(input, /value=/, name);
  }
});

test('the policy is linked with its number before the button that leaves data', () => {
  for (const { name, html } of PAGES.filter((page) => page.name.endsWith('/register'))) {
    const link = html.indexOf('href="/policy/versions/2"');
    assert.ok(link > 0 && link < html.lastIndexOf('<button type="submit" class="button main"'), name);
  }
});

test('a value is shown as it was typed and never becomes a part of the page', () => {
  const hostile = fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', 'x', '/', '=', '\u202e', ' ', 'я') });
  fc.assert(
    fc.property(hostile, (value) => {
      const html = renderPage(
        OwnDataPage({
          submissions: [],
          withoutAccount: false,
          hasPassword: true,
          paused: false,
          sealed: { count: 0, fields: [], wrongKey: false },
          language: 'ru',
          frame: {
            siteName: value,
            demonstration: false,
            signedIn: true,
            csrf: 'token',
            path: '/account/data',
            policyVersion: 1,
            style: '/style.css',
          },
          fields: [
            {
              id: 'name',
              type: 'name',
              label: 'Имя',
              why: 'Зачем',
              keptDays: null,
              required: true,
              held: {
                value,
                since: new Date(0),
                version: 1,
                until: null,
                verified: null,
                origin: 'left-here',
                fits: true,
              },
            },
          ],
          answered: null,
          values: {},
          problems: {},
        }),
      );
      const escaped = value
        .replaceAll('&', '&amp;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;');
      assert.ok(html.includes(`<bdi>${escaped}</bdi>`));
      assert.ok(html.includes(`value="${escaped}"`));
    }),
  );
});
