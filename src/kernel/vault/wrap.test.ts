import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { gcm } from '@noble/ciphers/aes.js';
import fc from 'fast-check';
import { systemRandom } from '../ids.ts';
import { lengthPrefixed } from './length-prefixed.ts';
import { unwrapKey, wrapKey } from './wrap.ts';

const place = { siteId: 'site', personId: 'anna', recordId: 'person', epoch: 1 };

test('a wrapped key is AES-256-GCM with its place as associated data, as another implementation reads it', () => {
  const [wrapping, key] = [randomBytes(32), randomBytes(32)];
  const wrapped = wrapKey(wrapping, place, key, systemRandom);
  const data = lengthPrefixed(['kristalux/wrap/v1', 'site', 'anna', 'person', '1']);
  const opened = gcm(wrapping, wrapped.subarray(0, 12), data).decrypt(wrapped.subarray(12));
  assert.deepEqual(Buffer.from(opened), key);
});

test('a wrapped key opens for its own place, under its own key, unchanged, and never else', () => {
  const [wrapping, key] = [randomBytes(32), randomBytes(32)];
  const wrapped = wrapKey(wrapping, place, key, systemRandom);
  assert.deepEqual(unwrapKey(wrapping, place, wrapped), key);
  for (const other of [{ siteId: 'x' }, { personId: 'boris' }, { recordId: 'phone' }, { epoch: 2 }]) {
    assert.throws(() => unwrapKey(wrapping, { ...place, ...other }, wrapped), /does not open/);
  }
  assert.throws(() => unwrapKey(randomBytes(32), place, wrapped), /does not open/);
  for (let bit = 0; bit < wrapped.length * 8; bit++) {
    const changed = Buffer.from(wrapped);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.throws(() => unwrapKey(wrapping, place, changed), /does not open/);
  }
  for (const length of [0, 12, 44, 59]) assert.throws(() => unwrapKey(wrapping, place, wrapped.subarray(0, length)));
});

test('only whole keys are wrapped', () => {
  for (const length of [0, 16, 31, 33]) {
    assert.throws(() => wrapKey(randomBytes(32), place, randomBytes(length), systemRandom), /32 bytes/);
  }
});

test('a sequence of parts is read in one way only', () => {
  const parts = fc.array(fc.string({ unit: 'binary', maxLength: 5 }), { maxLength: 4 });
  fc.assert(
    fc.property(parts, parts, (a, b) => {
      assert.equal(lengthPrefixed(a).equals(lengthPrefixed(b)), JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});
