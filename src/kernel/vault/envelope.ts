import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, timingSafeEqual } from 'node:crypto';
import type { Random } from '../ids.ts';
import { hkdfExpand } from './hkdf-expand.ts';

const CHUNK_BYTES = 16_384;
const TAG_BYTES = 16;
const SALT_BYTES = 24;
const COMMITMENT_BYTES = 32;
/** Salt and commitment: what tells whether a key is the right one. */
export const HEAD_BYTES = SALT_BYTES + COMMITMENT_BYTES;
const INFO = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0', 'latin1');

/** A sealed value that does not open: another key, another place, or bytes that were changed. Says no more on purpose. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';
}

/**
 * Seals bytes as c2sp.org/chunked-encryption with HKDF-SHA-512 and AES-256-GCM (Cobblestone-256): salt ‖ commitment ‖
 * chunks. `key`: 32 random bytes, used for one value. There is no nonce to pass: salt and nonces are made in here.
 */
export function sealEnvelope(key: Buffer, context: Buffer, plaintext: Uint8Array, random: Random): Buffer {
  const salt = random.bytes(SALT_BYTES);
  const { chunkKey, baseNonce, commitment } = derive(key, salt, context);
  const sealed: Uint8Array[] = [salt, commitment];
  for (let at = 0, number = 0; at <= plaintext.length; at += CHUNK_BYTES, number += 1) {
    const cipher = createCipheriv('aes-256-gcm', chunkKey, chunkNonce(baseNonce, number), { authTagLength: TAG_BYTES });
    sealed.push(cipher.update(plaintext.subarray(at, at + CHUNK_BYTES)), cipher.final(), cipher.getAuthTag());
  }
  return Buffer.concat(sealed);
}

/** Opens what `sealEnvelope` made. Throws `EnvelopeError`, before any chunk is opened when key or context are wrong. */
export function openEnvelope(key: Buffer, context: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < HEAD_BYTES + TAG_BYTES) throw new EnvelopeError('the sealed value is too short');
  const { chunkKey, baseNonce, commitment } = derive(key, sealed.subarray(0, SALT_BYTES), context);
  if (!timingSafeEqual(commitment, sealed.subarray(SALT_BYTES, HEAD_BYTES))) {
    throw new EnvelopeError('the sealed value belongs to another key or another place');
  }
  const chunks = sealed.subarray(HEAD_BYTES);
  const lastBytes = chunks.length % (CHUNK_BYTES + TAG_BYTES);
  // A last chunk of full length, or one too short to hold its tag, means that the end is missing.
  if (lastBytes < TAG_BYTES) throw new EnvelopeError('the sealed value is truncated');
  const opened: Buffer[] = [];
  for (let at = 0, number = 0; at < chunks.length; at += CHUNK_BYTES + TAG_BYTES, number += 1) {
    opened.push(openChunk(chunkKey, chunkNonce(baseNonce, number), chunks.subarray(at, at + CHUNK_BYTES + TAG_BYTES)));
  }
  return Buffer.concat(opened);
}

/** Whether this key opens the value with these first bytes in this place. Opens nothing. */
export function fitsEnvelope(key: Buffer, context: Buffer, head: Buffer): boolean {
  if (head.length < HEAD_BYTES) return false;
  const { commitment } = derive(key, head.subarray(0, SALT_BYTES), context);
  return timingSafeEqual(commitment, head.subarray(SALT_BYTES, HEAD_BYTES));
}

function openChunk(chunkKey: Buffer, nonce: Buffer, chunk: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', chunkKey, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(chunk.subarray(-TAG_BYTES));
  const plaintext = decipher.update(chunk.subarray(0, -TAG_BYTES));
  try {
    decipher.final();
  } catch {
    throw new EnvelopeError('the sealed value was changed');
  }
  return plaintext;
}

function derive(key: Buffer, salt: Buffer, context: Buffer) {
  assert(key.length === 32, 'a value key has 32 bytes');
  const bytes = hkdfExpand('sha512', key, Buffer.concat([INFO, salt, context]), 76);
  return { chunkKey: bytes.subarray(0, 32), baseNonce: bytes.subarray(32, 44), commitment: bytes.subarray(44) };
}

/** Base nonce XOR chunk number, big-endian. Values here stay far below 2³² chunks (64 TiB). */
function chunkNonce(baseNonce: Buffer, number: number): Buffer {
  const nonce = Buffer.from(baseNonce);
  nonce.writeUInt32BE((nonce.readUInt32BE(8) ^ number) >>> 0, 8);
  return nonce;
}
