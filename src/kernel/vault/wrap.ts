import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import type { Random } from '../ids.ts';
import { lengthPrefixed } from './length-prefixed.ts';

/** Where a wrapped key belongs. `recordId` is `person` for the person's own key. */
export interface WrapPlace {
  readonly siteId: string;
  readonly personId: string;
  readonly recordId: string;
  readonly epoch: number;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
export const KEY_BYTES = 32;

/**
 * Wraps a 32-byte key by AES-256-GCM: nonce(12) ‖ ciphertext(32) ‖ tag(16). A random nonce is right here: one epoch's
 * key wraps far fewer than 2³² keys.
 */
export function wrapKey(wrapping: Buffer | KeyObject, place: WrapPlace, key: Buffer, random: Random): Buffer {
  assert(key.length === KEY_BYTES, 'only keys of 32 bytes are wrapped');
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', wrapping, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(place));
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]);
}

/** The key that was wrapped for exactly this place. Throws when place, wrapping key or bytes are others. */
export function unwrapKey(wrapping: Buffer | KeyObject, place: WrapPlace, wrapped: Buffer): Buffer {
  assert(wrapped.length === NONCE_BYTES + KEY_BYTES + TAG_BYTES, 'a wrapped key has 60 bytes');
  const nonce = wrapped.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', wrapping, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(place));
  decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
  const key = decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES));
  try {
    decipher.final();
  } catch {
    throw new Error('a wrapped key does not open: it belongs to another place or another epoch key');
  }
  return key;
}

function associatedData({ siteId, personId, recordId, epoch }: WrapPlace): Buffer {
  return lengthPrefixed(['kristalux/wrap/v1', siteId, personId, recordId, String(epoch)]);
}
