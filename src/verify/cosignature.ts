import { bytesOf, hexOf, sameBytes } from './bytes.ts';
import { isSignedBy, sha256 } from './primitives.ts';
import { VerificationError } from './sentences.ts';
import { parseSignature, textOf, type VerifierKey } from './signed-note.ts';
import { strictBase64 } from './strict-base64.ts';

/** What a witness said: that it had seen this very ledger, and nothing longer, at this moment. */
export interface Cosignature {
  readonly witness: string;
  readonly at: Date;
}

/** Reads the key line of a witness: as that of a ledger, with the type 4 (c2sp.org/tlog-cosignature, Ed25519). */
export function parseWitnessKey(line: string): VerifierKey {
  const [name = '', id = '', ...rest] = line.trim().split('+');
  const encoded = strictBase64(rest.join('+'));
  if (name === '' || encoded === undefined || encoded.length !== 33 || encoded[0] !== COSIGNATURE) {
    throw new VerificationError('witnessKeyMalformed');
  }
  const key = { name, publicKey: encoded.subarray(1) };
  if (hexOf(witnessKeyId(key)) !== id) {
    throw new VerificationError('witnessKeyIdWrong');
  }
  return key;
}

/**
 * The signatures of these witnesses under a checkpoint whose own signature was verified. Lines of anybody else are passed
 * over; one that bears a witness's name and key id and does not fit is wrong.
 */
export function verifyCosignatures(note: string, witnesses: readonly VerifierKey[]): readonly Cosignature[] {
  const text = textOf(note);
  const lines = note
    .slice(text.length + 1, -1)
    .split('\n')
    .map(parseSignature);
  return witnesses.flatMap((witness) => {
    const id = witnessKeyId(witness);
    const own = lines.filter(({ name, bytes }) => name === witness.name && sameBytes(id, bytes.subarray(0, 4)));
    const signed = own.map(({ bytes }) => timeOf(bytes, text, witness)).sort((a, b) => Number(b) - Number(a));
    return signed[0] === undefined ? [] : [{ witness: witness.name, at: new Date(Number(signed[0]) * 1000) }];
  });
}

const COSIGNATURE = 4;

function timeOf(bytes: Uint8Array, text: string, { name, publicKey }: VerifierKey): bigint {
  if (bytes.length === 76) {
    const seconds = BigInt(`0x${hexOf(bytes.subarray(4, 12))}`);
    const message = bytesOf(`cosignature/v1\ntime ${seconds}\n${text}`);
    if (seconds < MAX_SECONDS && isSignedBy(publicKey, message, bytes.subarray(12))) return seconds;
  }
  throw new VerificationError('witnessSignatureWrong', { name });
}

/** The last second of the year 9999: beyond it no date can be said. */
const MAX_SECONDS = 253_402_300_800n;

function witnessKeyId({ name, publicKey }: VerifierKey): Uint8Array {
  return sha256(bytesOf(name), Uint8Array.of(10, 4), publicKey).subarray(0, 4);
}
