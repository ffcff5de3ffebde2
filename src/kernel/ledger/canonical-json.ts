import assert from 'node:assert/strict';
import canonicalizePackage from 'canonicalize';

/** The package is CommonJS and declares a default export that it does not have at run time. */
const canonicalize = canonicalizePackage as unknown as (value: unknown) => string | undefined;

/** RFC 8785: the one text of a JSON value. */
export function canonicalJson(value: object): string {
  const text = canonicalize(value);
  assert(text !== undefined, 'an object has a canonical form');
  return text;
}
