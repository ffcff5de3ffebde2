import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { App } from '../app.ts';
import { handleOf } from '../promises/security/factors/relying-party.ts';
import { insertPasskey } from '../promises/security/factors/store.ts';
import { passkeyRequestOptions } from '../promises/security/index.ts';

/** A passkey of this person as a registration leaves it, and its answers to fresh challenges (WebAuthn level 3, ES256). */
export async function makeBenchPasskey({ parts }: App, personId: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = parts.random.bytes(32);
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const key = new Map<number, unknown>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
    [-3, Uint8Array.from(Buffer.from(y, 'base64url'))],
  ]);
  const made = await parts.db.transaction((tx) =>
    insertPasskey(tx, {
      personId,
      passkeyId: parts.random.uuid(),
      credentialId,
      publicKey: Buffer.from(isoCBOR.encode(key as never)),
      signCount: 0,
      transports: [],
      backedUp: false,
      nameRecord: parts.random.uuid(),
    }),
  );
  assert(made, 'a random credential is new');
  const id = credentialId.toString('base64url');
  const userHandle = handleOf(parts.keys, personId).toString('base64url');
  return async () => {
    const options = await passkeyRequestOptions(parts, { kind: 'anyone', network: 'bench' });
    const { origin } = new URL(parts.baseUrl());
    const client = Buffer.from(
      JSON.stringify({ type: 'webauthn.get', challenge: options.challenge, origin, crossOrigin: false }),
    );
    // Present and verified; a counter that stays at nothing, as synced passkeys have it.
    const head = createHash('sha256')
      .update(options.rpId ?? '')
      .digest();
    const data = Buffer.concat([head, Buffer.from([0x05, 0, 0, 0, 0])]);
    const signature = sign('sha256', Buffer.concat([data, createHash('sha256').update(client).digest()]), privateKey);
    const response = {
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle,
    };
    return { id, rawId: id, type: 'public-key' as const, response };
  };
}
