import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { BulletinSource } from './bulletin-source.ts';
import { bodiesNameStop, compileBulletin, problemsOf, stopAddress } from './compile-bulletin.ts';
import { fillCopy, MARKS } from './copy-marks.ts';
import { visibleText } from './visible-text.ts';

const source: BulletinSource = {
  language: 'ru',
  subject: 'Новости ноября',
  markdown: 'Открылся **новый** магазин.\n\nНе хотите таких писем: {stop}',
  siteName: 'Лавка',
  topic: 'Новости',
  origin: 'https://site.example',
  contact: 'privacy@site.example',
};
const compile = (markdown: string, more: Partial<BulletinSource> = {}) =>
  compileBulletin({ ...source, ...more, markdown });

test('a bulletin becomes text and HTML that both name the stop, the version and the entry of this copy', () => {
  const compiled = compile(source.markdown);
  assert.equal(compiled.stopNamed, true);
  const copy = { token: 'T'.repeat(43), entry: 17, version: 3 };
  for (const body of [fillCopy(compiled.html, copy), fillCopy(compiled.plain, copy)]) {
    assert.ok(body.includes(stopAddress(source.origin, copy.token)));
    assert.match(body, /версия 3/);
    assert.match(body, /№ 17/);
    assert.match(body, /privacy@site\.example/);
    assert.doesNotMatch(body, /\p{Co}/u);
  }
});

test('a text that does not name the stop, or only seems to, is told apart', () => {
  const seeming = {
    nowhere: 'Новости.',
    'in an alternative text': 'Новости. ![{stop}](https://x.example/a.png)',
    'in a comment': 'Новости.\n\n<!-- {stop} -->',
    'in a definition that nothing uses': 'Новости.\n\n[stop]: {stop}',
    'behind other words, so that the address does not show': '[отписаться]({stop})',
    'in the title of a link': '[читать](https://x.example "{stop}")',
    'as part of other words': 'x{stop}y',
    'as code, which stays what it is': '`{stop}`',
    'as the address of another': `{stop}.evil.example`,
  };
  for (const [how, markdown] of Object.entries(seeming)) assert.equal(compile(markdown).stopNamed, false, how);
});

test('a body in which the stop is hidden does not name it, however it is hidden', () => {
  const { html, plain } = compile(source.markdown);
  const address = stopAddress(source.origin, MARKS.token);
  const link = `<a href="${address}" rel="noopener noreferrer">${address}</a>`;
  assert.ok(html.includes(link));
  const hidings = [
    `<span style="color:#fff;background:#fff">${link}</span>`,
    `<span style="font-size:0">${link}</span>`,
    `<div style="display:none">${link}</div>`,
    `<div style="position:absolute;left:-9999px">${link}</div>`,
    `<div style="max-height:0;overflow:hidden">${link}</div>`,
    `<div hidden>${link}</div>`,
    `<font color="white">${link}</font>`,
    `<p class="preheader">${link}</p>`,
    `<details>${link}</details>`,
    `<!-- ${link} -->`,
    `<!--[if mso]>${link}<![endif]-->`,
    `<img alt="${address}" src="x">`,
    `<template>${link}</template>`,
    `<noscript>${link}</noscript>`,
    `<style>/* ${link} */</style>`,
    `<textarea>${link}</textarea>`,
    `<a href="${address}">stop</a>`,
    `<p title="${address}">stop</p>`,
    `<p style='opacity:0'>${link}</p>`,
    `<p aria-hidden=true>${link}</p>`,
  ];
  for (const hiding of hidings) {
    assert.equal(bodiesNameStop({ plain, html: html.replace(link, hiding) }, source.origin), false, hiding);
  }
  assert.equal(bodiesNameStop({ html, plain: 'Новости' }, source.origin), false, 'absent from the plain text');
  assert.equal(bodiesNameStop({ html, plain }, 'https://other.example'), false, 'the stop of another site');
});

test('nothing that an author writes becomes HTML of its own or loads anything', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          '<img src=//x>',
          '<script>',
          '&lt;',
          '"',
          "'",
          '](javascript:alert(1))',
          '[a',
          '**',
          '`',
          '\n\n',
          '![b](//c)',
          '> ',
          'text',
        ),
      ),
      (parts) => {
        const { html } = compile(parts.join(''));
        assert.doesNotMatch(html, /<(img|script|iframe|link|form|input)\b/i);
        assert.doesNotMatch(html, /href="(?!https?:|mailto:)/i);
      },
    ),
  );
});

test('what a bulletin may not hold is named', () => {
  assert.deepEqual(problemsOf('![a](https://x.example/a.png)'), ['image']);
  assert.deepEqual(problemsOf('<b>a</b>'), ['html']);
  assert.deepEqual(problemsOf('[a](javascript:alert)'), ['address']);
  assert.deepEqual(problemsOf('a\u202eb'), ['character']);
  assert.deepEqual(problemsOf('a\ue000b'), ['character']);
  assert.deepEqual(problemsOf('[a](https://x.example) и [b](mailto:b@x.example)\n\n{stop} [c]({stop})'), []);
});

test('a link that leaves the site says so in both bodies, and one that stays does not', () => {
  const { html, plain } = compile('[туда](https://other.example/a) [сюда](https://site.example/b) {stop}');
  for (const body of [visibleText(html.replace(/ style="[^"]*"/, '')), plain]) {
    assert.match(body, /другой сайт: other\.example/);
    assert.doesNotMatch(body, /другой сайт: site\.example/);
  }
  assert.equal(html.match(/<a /g)?.length, html.match(/rel="noopener noreferrer"/g)?.length);
});

test('the plain text keeps lists, quotations and addresses readable', () => {
  const { plain } = compile('# Новости\n\n1. раз\n2. два\n\n> цитата\n\n[сюда](https://site.example/b)\n\n{stop}');
  assert.ok(
    plain.startsWith(
      'Новости\n\n1. раз\n2. два\n\n> цитата\n\nсюда <https://site.example/b>\n\nhttps://site.example/stop/',
    ),
  );
});
