import { gcm } from '@noble/ciphers/aes.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha512 } from '@noble/hashes/sha2.js';

/**
 * A second implementation of c2sp.org/chunked-encryption with HKDF-SHA-512 and AES-256-GCM, written from the
 * specification over other primitives (plain JavaScript, no OpenSSL). The vectors in `test/vectors/envelope.json` come
 * from here; the product's own implementation has to agree with them.
 */
export function referenceSeal(key: Uint8Array, salt: Uint8Array, context: Uint8Array, message: Uint8Array): Uint8Array {
  const { chunkKey, nonceOf, commitment } = referenceKeys(key, salt, context);
  const parts = [salt, commitment];
  const chunks = Math.floor(message.length / 16384) + 1;
  for (let chunk = 0; chunk < chunks; chunk++) {
    parts.push(gcm(chunkKey, nonceOf(chunk)).encrypt(message.slice(chunk * 16384, (chunk + 1) * 16384)));
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** Opens, or throws. */
export function referenceOpen(key: Uint8Array, context: Uint8Array, sealed: Uint8Array): Uint8Array {
  const { chunkKey, nonceOf, commitment } = referenceKeys(key, sealed.slice(0, 24), context);
  if (!Buffer.from(commitment).equals(sealed.slice(24, 56))) throw new Error('commitment');
  const parts: Uint8Array[] = [];
  let at = 56;
  for (let chunk = 0; ; chunk++, at += 16400) {
    const piece = sealed.slice(at, at + 16400);
    parts.push(gcm(chunkKey, nonceOf(chunk)).decrypt(piece));
    if (piece.length < 16400) return new Uint8Array(Buffer.concat(parts));
  }
}

export function referenceKeys(key: Uint8Array, salt: Uint8Array, context: Uint8Array) {
  const prefix = new TextEncoder().encode('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM');
  const info = Uint8Array.from([...prefix, 0, ...salt, ...context]);
  const first = hmac(sha512, key, Uint8Array.from([...info, 1]));
  const made = Uint8Array.from([...first, ...hmac(sha512, key, Uint8Array.from([...first, ...info, 2]))]).slice(0, 76);
  const baseNonce = made.slice(32, 44);
  const nonceOf = (chunk: number): Uint8Array => {
    let number = BigInt(`0x${Buffer.from(baseNonce).toString('hex')}`) ^ BigInt(chunk);
    const nonce = new Uint8Array(12);
    for (let index = 11; index >= 0; index--, number >>= 8n) nonce[index] = Number(number & 255n);
    return nonce;
  };
  return { chunkKey: made.slice(0, 32), nonceOf, commitment: made.slice(44) };
}
