import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { test } from 'node:test';
import * as node from '../primitives.ts';
import * as browser from './primitives.ts';

test('hash and signature of browsers say the same as those of Node, of right and of wrong signatures', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  for (const length of [0, 1, 55, 56, 64, 300]) {
    const message = randomBytes(length);
    assert.deepEqual(Buffer.from(browser.sha256(message, key)), Buffer.from(node.sha256(message, key)));
    const right = sign(null, message, privateKey);
    const wrong = Buffer.from(right);
    wrong.writeUInt8(wrong.readUInt8(length % 64) ^ 1, length % 64);
    for (const signature of [right, wrong, right.subarray(1), Buffer.alloc(64), Buffer.alloc(0)]) {
      const said = node.isSignedBy(key, message, signature);
      assert.equal(browser.isSignedBy(key, message, signature), said);
      assert.equal(said, signature === right);
    }
  }
});
