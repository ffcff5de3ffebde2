import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Witness } from './witness-policy.ts';

/** How far a witness's clock may be ahead of ours. */
const AHEAD_SECONDS_MAX = 600;

/**
 * The line of an answer by which this very witness signed the checkpoint (c2sp.org/tlog-cosignature, Ed25519), without
 * its line feed. Lines of others are passed over; undefined where there is none, or its signature is not right.
 */
export function cosignatureLine(answer: string, checkpoint: string, witness: Witness, now: Date): string | undefined {
  const start = `— ${witness.name} `;
  const text = checkpoint.slice(0, checkpoint.lastIndexOf('\n\n') + 1);
  return answer.split('\n').find((line) => {
    const bytes = Buffer.from(line.slice(start.length), 'base64');
    if (!line.startsWith(start) || line !== `${start}${bytes.toString('base64')}` || bytes.length !== 76) return false;
    const seconds = bytes.readBigUInt64BE(4);
    if (!bytes.subarray(0, 4).equals(keyId(witness)) || seconds > now.getTime() / 1000 + AHEAD_SECONDS_MAX)
      return false;
    return verify(
      null,
      Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`),
      publicKeyOf(witness),
      bytes.subarray(12),
    );
  });
}

/** SHA-256(name ‖ 0x0A ‖ 0x04 ‖ public key), the first four bytes. */
function keyId({ name, publicKey }: Witness): Buffer {
  const hash = createHash('sha256').update(`${name}\n`).update(Buffer.of(4)).update(publicKey);
  return hash.digest().subarray(0, 4);
}

function publicKeyOf({ publicKey }: Witness) {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') }, format: 'jwk' });
}
