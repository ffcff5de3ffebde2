import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Outbound } from '../../ui/link.tsx';
import { foreignStyles, inspectPage } from './inspect-page.ts';

const OWN = 'https://site.example';
const inspect = (html: string) => inspectPage(html, OWN);

test('a page of ours loads nothing foreign', () => {
  const page = inspect(`<link rel="stylesheet" href="/style.1.css"><img src="data:image/png;base64,AA" alt="">
    <form action="/sign-in" method="post"></form><a href="/policy#use">p</a><a href="mailto:x@example.org">m</a>`);
  assert.deepEqual(page, { inside: ['/policy'], outbound: 0, unmarked: [], foreign: [] });
});

for (const [what, html] of Object.entries({
  'a script': '<script src="https://elsewhere.example/x.js"></script>',
  'a script without a scheme': '<script src=//elsewhere.example/x.js></script>',
  'an image in capitals': "<IMG SRC='HTTP://elsewhere.example/pixel'>",
  'one of several images': '<img srcset="/a.png 1x, https://elsewhere.example/b.png 2x">',
  'a font hint': '<link rel="preconnect" href="https://elsewhere.example">',
  'a form': '<form action="https://elsewhere.example/"></form>',
  'a button of a form': '<button formaction="https://elsewhere.example/">x</button>',
  'a frame': '<iframe src="https://elsewhere.example/"></iframe>',
  'a base': '<base href="https://elsewhere.example/">',
  'a style': '<p style="background: url(https://elsewhere.example/p.png)">x</p>',
  'an encoded address': '<img src="&#104;ttps://elsewhere.example/pixel">',
  'a refresh': '<meta http-equiv="refresh" content="0; url=/policy">',
  'a handler': '<p onclick="x()">x</p>',
  'a ping': '<a href="/policy" ping="/x">x</a>',
})) {
  test(`${what} from elsewhere is found`, () => {
    assert.notDeepEqual(inspect(html).foreign, []);
  });
}

test('an import and an address in a style sheet are found', () => {
  assert.deepEqual(foreignStyles('@import "https://elsewhere.example/x.css"; a { background: url(/own.svg) }', OWN), [
    'https://elsewhere.example/x.css',
  ]);
  assert.equal(foreignStyles("@font-face { src: url('//elsewhere.example/f.woff') }", OWN).length, 1);
});

test('an outbound link as this program writes it is marked; without any one mark it is not', () => {
  const whole = String(Outbound({ href: 'https://elsewhere.example/', language: 'en', children: 'there' }));
  assert.deepEqual([inspect(whole).outbound, inspect(whole).unmarked], [1, []]);
  for (const mark of ['noreferrer', 'noopener', 'no-referrer', 'leaving-sign', 'unseen']) {
    assert.equal(inspect(whole.replaceAll(mark, '')).unmarked.length, 1, `without ${mark}`);
  }
});

test('a link that a browser would run is worse than an unmarked one', () => {
  assert.equal(inspect('<a href="javascript:alert(1)">x</a>').unmarked.length, 1);
  assert.equal(inspect('<a href="&#106;avascript:alert(1)">x</a>').unmarked.length, 1);
});
