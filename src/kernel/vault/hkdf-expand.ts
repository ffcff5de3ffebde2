import assert from 'node:assert/strict';
import { createHmac, type KeyObject } from 'node:crypto';

/**
 * HKDF-Expand of RFC 5869 §2.3, without the Extract step: the key is uniformly random already. Node's own `hkdf` always
 * extracts, hence these lines. `length` in bytes, at most 255 hashes.
 */
export function hkdfExpand(hash: 'sha256' | 'sha512', key: Buffer | KeyObject, info: Buffer, length: number): Buffer {
  const hashBytes = hash === 'sha256' ? 32 : 64;
  assert(length >= 1 && length <= 255 * hashBytes, 'HKDF-Expand gives at most 255 hashes');
  const blocks: Buffer[] = [];
  for (let block: Buffer = Buffer.alloc(0), made = 0; made < length; made += hashBytes) {
    block = createHmac(hash, key)
      .update(block)
      .update(info)
      .update(Buffer.of(blocks.length + 1))
      .digest();
    blocks.push(block);
  }
  return Buffer.concat(blocks).subarray(0, length);
}
