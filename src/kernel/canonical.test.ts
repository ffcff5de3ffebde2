import assert from 'node:assert/strict';
import { test } from 'node:test';
import canonicalizePackage from 'canonicalize';
import fc from 'fast-check';
import { canonical } from './canonical.ts';

const canonicalize = canonicalizePackage as unknown as (value: unknown) => string | undefined;

/** The same with every object's names in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted((value as Record<string, unknown>)[name])]));
}

test('whatever order it comes in, JSON has one canonical form: that of the library', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const expected = canonicalize(value);
      assert.equal(canonical(value), expected);
      assert.equal(canonical(sorted(value)), expected);
    }),
  );
});

test('names that JavaScript orders otherwise, numbers and what JSON leaves out are written as RFC 8785 has them', () => {
  const odd = [
    { '10': 1, '9': 2 },
    { a: 1e21, b: -0, c: 1.5, d: 2 ** 53 },
    { a: undefined, b: [undefined], c: new Date(0) },
    { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, '\u00f6': 7 },
  ];
  for (const value of odd) assert.equal(canonical(value), canonicalize(value));
  assert.equal(canonical({ '10': 1, '9': 2 }), '{"10":1,"9":2}');
});
