import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Markdown, titleOf } from './markdown.tsx';

const render = (text: string, withoutTitle = false) =>
  String(Markdown({ language: 'ru', text, headingLevel: 3, withoutTitle }));

test('HTML in Markdown is shown as text and runs nothing', () => {
  const shown = render(
    '<script>alert(1)</script>\n\nа <img src=x onerror=alert(1)> б\n\n<style>*{display:none}</style>',
  );
  assert.doesNotMatch(shown, /<(script|img|style)/);
  assert.match(shown, /&lt;script&gt;alert\(1\)&lt;\/script&gt;/);
});

test('a link that a browser would run keeps its text and loses its address', () => {
  for (const text of ['[а](javascript:alert(1))', '[а](<java\tscript:alert(1)>)', '[а][1]\n\n[1]: data:text/html,x']) {
    const shown = render(text);
    assert.doesNotMatch(shown, /<a /, text);
    assert.match(shown, /а/);
  }
});

test('a link that leaves is marked for the eye and for screen readers and sends no referrer', () => {
  const shown = render('[закон](https://example.org/law)');
  assert.match(shown, /<a class="leaving" href="https:\/\/example.org\/law" rel="noopener noreferrer external"/);
  assert.match(shown, /referrerpolicy="no-referrer"/);
  assert.match(shown, /<span class="unseen"> \(внешний сайт/);
});

test('an image is never loaded: it becomes a marked link', () => {
  const shown = render('![счётчик](https://tracker.example/p.gif)');
  assert.doesNotMatch(shown, /<img/);
  assert.match(shown, /class="leaving"[^>]*>счётчик/);
});

test('headings fall in below the heading of the page, and the title can be left to the page', () => {
  assert.equal(titleOf('## **Ссылки**\n\nтекст'), 'Ссылки');
  assert.equal(titleOf('текст\n\n## Ссылки'), null);
  assert.match(render('## Один\n\n### Два'), /<h3>Один<\/h3><h4>Два<\/h4>/);
  assert.equal(render('## Один\n\nтекст', true), '<div class="prose"><p>текст</p></div>');
});

test('a text nested beyond reading is cut off instead of exhausting the server', () => {
  assert.match(render(`${'> '.repeat(500)}дно`), /…/);
});

test('no text of whatever kind becomes a script, a style or a handler', () => {
  const pieces = fc.constantFrom(
    '<script>',
    '<svg onload=x>',
    'javascript:',
    '](',
    '[',
    ')',
    '![',
    '`',
    '\n',
    '> ',
    '"',
    "'",
    ' onclick="x"',
    '&lt;',
    '&#x6a;avascript:',
    'x',
    'https://a.test/',
    '<https://a.test>',
    '\n[x]: javascript:y\n',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 14 }), (parts) => {
      const shown = render(parts.join(''));
      for (const [, tag = '', attributes = ''] of shown.matchAll(/<([a-z0-9]+)((?:\s[^<>]*)?)>/g)) {
        assert.doesNotMatch(tag, /^(script|style|img|iframe)$/);
        assert.doesNotMatch(attributes, /\s(on\w+|style)=/);
        assert.doesNotMatch(attributes, /href="\s*(javascript|data|vbscript):/i);
      }
    }),
  );
});
