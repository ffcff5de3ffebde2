import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { safeHref } from './safe-href.ts';

test('an address that a browser would run is refused', () => {
  for (const address of [
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    ' javascript:alert(1)',
    'java\tscript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'blob:https://example.org/1',
    'file:///etc/passwd',
    'https://name:word@example.org/',
    '',
  ]) {
    assert.equal(safeHref(address).kind, 'refused', JSON.stringify(address));
  }
});

test('an address that only looks like a page of this server is refused', () => {
  for (const address of [
    '//example.org',
    '/\\example.org',
    '\\\\example.org',
    '/\t/example.org',
    '///example.org',
    '/.//example.org',
    '/..//example.org',
    '/a/..//example.org',
  ]) {
    assert.equal(safeHref(address).kind, 'refused', JSON.stringify(address));
  }
});

test('a path stays inside, another site is outside, a mail address is neither', () => {
  assert.deepEqual(safeHref('/policy?lang=uk#use'), { kind: 'inside', href: '/policy?lang=uk#use' });
  assert.deepEqual(safeHref('#use'), { kind: 'inside', href: '#use' });
  assert.deepEqual(safeHref('https://example.org/a'), {
    kind: 'outside',
    href: 'https://example.org/a',
    host: 'example.org',
  });
  assert.equal(safeHref('https://кристалл.рф/').kind, 'outside');
  assert.deepEqual(safeHref('mailto:data@example.org'), { kind: 'contact', href: 'mailto:data@example.org' });
});

test('a plain path is left as it is, and is what a browser makes of it', () => {
  const plain = fc.stringMatching(/^\/(?:[\w-]{1,8}(?:\/[\w-]{1,8}){0,3})?(?:\?[\w=&-]{0,9})?$/);
  fc.assert(
    fc.property(plain, (address) => {
      const { pathname, search } = new URL(address, 'https://here.invalid');
      assert.deepEqual(safeHref(address), { kind: 'inside', href: address });
      assert.equal(`${pathname}${search}`, address.replace(/\?$/, ''));
    }),
  );
});

test('whatever is typed, an inside address stays on this server for a browser too', () => {
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '..',
    '.',
    '@',
    ':',
    '%2f',
    '%5c',
    '?',
    '#',
    'a',
    'javascript:',
    '\u00a0',
    '／',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const to = safeHref(parts.join(''));
      if (to.kind !== 'inside') return;
      assert.equal(new URL(to.href, 'https://site.test/account/data').origin, 'https://site.test');
    }),
    { numRuns: 3000 },
  );
});
