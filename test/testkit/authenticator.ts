import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/**
 * An authenticator in software, for answers that no honest browser gives: another origin, no verification of the
 * holder, a handle of somebody else, a counter that goes back. Attestation `none`, ES256.
 */
export function makeAuthenticator() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let counter = 0;
  return {
    id: id.toString('base64url'),
    /** The answer to creation options. */
    create(options: CreationOptions, lie: Lie = {}) {
      const data = authenticatorData(
        { rpId: options.rp.id ?? '', counter, verified: lie.verified ?? true },
        attested(id, publicKey),
      );
      const attestationObject = isoCBOR.encode(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', Uint8Array.from(data)],
        ]) as never,
      );
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key' as const,
        response: {
          clientDataJSON: clientData('webauthn.create', options.challenge, lie),
          attestationObject: Buffer.from(attestationObject).toString('base64url'),
          transports: ['internal'],
        },
      };
    },
    /** The answer to request options, for the account with this handle. */
    get(options: RequestOptions, userHandle: string, lie: Lie = {}) {
      counter = lie.counter ?? counter + 1;
      const data = authenticatorData({ rpId: lie.rpId ?? options.rpId ?? '', counter, verified: lie.verified ?? true });
      const client = clientData('webauthn.get', options.challenge, lie);
      const hash = createHash('sha256').update(Buffer.from(client, 'base64url')).digest();
      return {
        id: id.toString('base64url'),
        rawId: id.toString('base64url'),
        type: 'public-key' as const,
        response: {
          clientDataJSON: client,
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', Buffer.concat([data, hash]), privateKey).toString('base64url'),
          userHandle,
        },
      };
    },
  };
}

interface Lie {
  readonly origin?: string;
  readonly rpId?: string;
  readonly verified?: boolean;
  readonly counter?: number;
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id?: string };
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId?: string;
}

function clientData(type: string, challenge: string, { origin = 'http://localhost:0' }: Lie): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url');
}

interface State {
  readonly rpId: string;
  readonly counter: number;
  readonly verified: boolean;
}

// WebAuthn level 3, §6.1: hash of the site, flags (present, verified, attested data), counter.
function authenticatorData({ rpId, counter, verified }: State, more: Buffer = Buffer.alloc(0)): Buffer {
  const flags = 0x01 | (verified ? 0x04 : 0) | (more.length > 0 ? 0x40 : 0);
  const head = Buffer.alloc(5);
  head.writeUInt8(flags, 0);
  head.writeUInt32BE(counter, 1);
  return Buffer.concat([createHash('sha256').update(rpId).digest(), head, more]);
}

function attested(id: Buffer, publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const key = isoCBOR.encode(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
      [-3, Uint8Array.from(Buffer.from(y, 'base64url'))],
    ]) as never,
  );
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length, 0);
  return Buffer.concat([Buffer.alloc(16), length, id, Buffer.from(key)]);
}
