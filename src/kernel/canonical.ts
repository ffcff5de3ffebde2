import assert from 'node:assert/strict';
import canonicalizePackage from 'canonicalize';

// The package is CommonJS and its types say otherwise.
const canonicalize = canonicalizePackage as unknown as (value: unknown) => string | undefined;

/** RFC 8785 JSON: the bytes that are stored, and the same for everybody who hashes them. */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  assert.ok(text !== undefined, 'JSON has a canonical form');
  return text;
}
