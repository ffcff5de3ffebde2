import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSystemRandom } from './ids.ts';

test('random bytes are as many as asked for, never the same twice, and stay the asker’s own', () => {
  const random = openSystemRandom();
  const given = Array.from({ length: 2000 }, (_, n) => random.bytes(1 + (n % 48) + 16));
  assert.equal(new Set(given.map((bytes) => bytes.toString('hex'))).size, given.length);
  given.forEach((bytes, n) => {
    assert.equal(bytes.length, 1 + (n % 48) + 16);
  });
  const kept = random.bytes(32);
  const copy = Buffer.from(kept);
  for (let n = 0; n < 1000; n += 1) random.bytes(32);
  assert.deepEqual(kept, copy);
  assert.notDeepEqual(kept, Buffer.alloc(32));
  assert.equal(random.bytes(100_000).length, 100_000);
});
