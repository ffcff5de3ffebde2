import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { safeNext } from './safe-next.ts';

const ORIGIN = 'https://site.example';

// Bypasses of other products, as their trackers tell them.
const PAYLOADS = [
  'https://evil.example',
  'http:evil.example',
  'https:evil.example',
  '//evil.example',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r/evil.example',
  '/\u0000/evil.example',
  '\t//evil.example',
  ' //evil.example',
  'javascript:alert(1)',
  '/javascript:alert(1)\\..\\..',
  'data:text/html,x',
  '@evil.example',
  '//site.example@evil.example',
  '//user:pass@site.example',
  'https://site.example@evil.example/',
  '/account/..//evil.example',
  '/./\\evil.example',
  '/..//evil.example',
  '/.//evil.example',
  '/%2e%2e//evil.example',
  '/\u2028/evil.example',
  '',
  'account',
  '?next=/',
  '#',
  `/${'a'.repeat(3000)}`,
];

test('no address of elsewhere passes as a return address (supabase#29288, saas-starter#641, twenty#21287, multipass#94)', () => {
  for (const payload of PAYLOADS) {
    const next = safeNext(payload, ORIGIN);
    if (next === null) continue;
    assert.equal(new URL(next, ORIGIN).origin, ORIGIN, payload);
    assert.ok(next.startsWith('/') && !next.startsWith('//') && !next.includes('\\'), payload);
  }
});

test('addresses that begin at once with somebody else are dropped, not mended', () => {
  for (const payload of PAYLOADS.slice(0, 27)) {
    const next = safeNext(payload, ORIGIN);
    assert.ok(next === null || !/^\/*evil/.test(next), payload);
  }
});

test('whatever is given: a browser that follows what comes back stays on this origin', () => {
  const pieces = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '@',
    ':',
    '%2f',
    '%5c',
    '%09',
    '\t',
    'evil.example',
    'http:',
    '?',
    '#',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 12 }), (parts) => {
      const next = safeNext(parts.join(''), ORIGIN);
      if (next === null) return;
      assert.equal(new URL(next, ORIGIN).origin, ORIGIN);
      assert.doesNotMatch(next, /^\/[/\\]/);
    }),
    { numRuns: 2000 },
  );
});

test('a path of our own comes back as it was, with its query', () => {
  for (const path of ['/account', '/account/dealings/1?lang=uk', '/policy#use', '/account/history?month=2026-11']) {
    assert.equal(safeNext(path, ORIGIN), path);
  }
});
