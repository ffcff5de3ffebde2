import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 as hash } from '@noble/hashes/sha2.js';

// Stands in the place of ../primitives.ts where there is no node:crypto. The browsers' own Ed25519 is too young to rely on.

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hashing = hash.create();
  for (const part of parts) hashing.update(part);
  return hashing.digest();
}

export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
