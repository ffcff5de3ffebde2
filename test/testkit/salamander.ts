import { createCipheriv } from 'node:crypto';

interface GcmKey {
  readonly key: Uint8Array;
  /** 12 bytes. */
  readonly nonce: Uint8Array;
}

/**
 * One AES-256-GCM ciphertext of one block, with one tag, that is authentic under both keys: what whoever knows two keys
 * can always make, because GCM's tag is a polynomial that two keys can be made to agree on. Such a "salamander" shows
 * two readers two messages, and is why an envelope has to commit to its key.
 */
export function salamander(one: GcmKey, two: GcmKey): Buffer {
  const [h1, h2] = [one, two].map(({ key }) => block(key, Buffer.alloc(16))) as [bigint, bigint];
  const [s1, s2] = [one, two].map(({ key, nonce }) => block(key, Buffer.concat([nonce, Buffer.of(0, 0, 0, 1)]))) as [
    bigint,
    bigint,
  ];
  const length = 128n;
  // c·h1² + length·h1 + s1 = c·h2² + length·h2 + s2, solved for c.
  const c = multiply(multiply(length, h1 ^ h2) ^ s1 ^ s2, inverse(multiply(h1, h1) ^ multiply(h2, h2)));
  const tag = multiply(c, multiply(h1, h1)) ^ multiply(length, h1) ^ s1;
  return Buffer.from(c.toString(16).padStart(32, '0') + tag.toString(16).padStart(32, '0'), 'hex');
}

function block(key: Uint8Array, plaintext: Buffer): bigint {
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return BigInt(`0x${cipher.update(plaintext).toString('hex')}`);
}

/** In GF(2^128) as GCM writes it: the first bit is the lowest power. */
function multiply(a: bigint, b: bigint): bigint {
  let product = 0n;
  for (let bit = 127n; bit >= 0n; bit--) {
    if ((a >> bit) & 1n) product ^= b;
    b = b & 1n ? (b >> 1n) ^ (0xe1n << 120n) : b >> 1n;
  }
  return product;
}

/** a^(2^128 − 2). */
function inverse(a: bigint): bigint {
  let result = 1n << 127n;
  let power = a;
  for (let bit = 1; bit < 128; bit++) {
    power = multiply(power, power);
    result = multiply(result, power);
  }
  return result;
}
