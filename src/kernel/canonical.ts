import assert from 'node:assert/strict';
import canonicalizePackage from 'canonicalize';

// The package is CommonJS and its types say otherwise.
const canonicalize = canonicalizePackage as unknown as (value: unknown) => string | undefined;

/** RFC 8785 JSON: the bytes that are stored, and the same for everybody who hashes them. */
export function canonical(value: unknown): string {
  // What stands in order already, as entries do, JavaScript's own JSON writes the same, and four times as fast.
  const text = isPlainInOrder(value) ? JSON.stringify(value) : canonicalize(value);
  assert.ok(text !== undefined, 'JSON has a canonical form');
  return text;
}

/** Nothing but objects, lists, texts, safe integers, yes and no; every object's names in the order of RFC 8785 §3.2.3. */
function isPlainInOrder(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return true;
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.every(isPlainInOrder);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  let last: string | undefined;
  for (const name of Object.keys(value)) {
    if ((last !== undefined && last >= name) || !isPlainInOrder((value as Record<string, unknown>)[name])) return false;
    last = name;
  }
  return true;
}
