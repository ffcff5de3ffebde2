import assert from 'node:assert/strict';
import { test } from 'node:test';
import { safeNext } from './safe-next.ts';

const ORIGIN = 'https://example.org';
const FOREIGN = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  'http:evil.example',
  'https://evil.example',
  'https:/evil.example',
  'javascript:alert(1)',
  '/%5c%5cevil.example/..//evil.example\\',
  'https://example.org@evil.example/',
  'data:text/html,x',
  ' //evil.example',
  '///evil.example',
];

test('an open redirect of no known shape leads away (supabase#29288, saas-starter#641, twenty#21287, flask-multipass#94)', () => {
  for (const given of FOREIGN) {
    const next = safeNext(given, ORIGIN);
    if (next !== null) assert.equal(new URL(next, ORIGIN).origin, ORIGIN, given);
    assert(next === null || !next.startsWith('//'), given);
  }
});

test('an own address is gone on to with its query', () => {
  assert.equal(safeNext('/account/dealings/1?lang=ru#x', ORIGIN), '/account/dealings/1?lang=ru#x');
});
