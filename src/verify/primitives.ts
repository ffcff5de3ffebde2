import { createPublicKey, hash, verify } from 'node:crypto';
import { joined } from './bytes.ts';

// The only two things that the verifier takes from elsewhere. In a browser `in-browser/primitives.ts` stands in this place.

export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return hash('sha256', joined(parts), 'buffer');
}

/** Ed25519 (RFC 8032). @param publicKey 32 bytes */
export function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') };
  return verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature);
}
