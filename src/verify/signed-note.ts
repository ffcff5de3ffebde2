import { bytesOf, hexOf, sameBytes } from './bytes.ts';
import { isSignedBy, sha256 } from './primitives.ts';
import { VerificationError } from './sentences.ts';
import { strictBase64 } from './strict-base64.ts';

export interface VerifierKey {
  /** The ledger's origin. */
  readonly name: string;
  /** Ed25519, 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** Reads a line such as `kristalux/abcdefghijklmnop+01234567+AQ…`: name, key id, type and public key. */
export function parseVerifierKey(line: string): VerifierKey {
  // Base64 may hold a plus too, so only the first two separate.
  const [name = '', id = '', ...rest] = line.trim().split('+');
  const encoded = strictBase64(rest.join('+'));
  if (name === '' || encoded === undefined || encoded.length !== 33 || encoded[0] !== 1) {
    throw new VerificationError('keyMalformed');
  }
  const key = { name, publicKey: encoded.subarray(1) };
  if (hexOf(keyIdOf(key)) !== id) throw new VerificationError('keyIdWrong');
  return key;
}

/** The text of a signed note (c2sp.org/signed-note) after its signature by this very key was verified. */
export function openNote(note: string, key: VerifierKey): string {
  const text = textOf(note);
  const lines = note.slice(text.length + 1, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw new VerificationError('tooManySignatures');
  const parsed = lines.map(parseSignature);
  const id = keyIdOf(key);
  const ours = parsed.filter(({ name, bytes }) => name === key.name && sameBytes(id, bytes.subarray(0, 4)));
  if (ours.length === 0) throw new VerificationError('notSignedBy', { name: key.name });
  for (const { bytes } of ours) {
    if (!isSignedBy(key.publicKey, bytesOf(text), bytes.subarray(4))) {
      throw new VerificationError('signatureWrong', { name: key.name });
    }
  }
  return text;
}

/** The first of these keys that a note names as its signer, under this name; the first of all where it names none. */
export function signerOf(note: string, keys: readonly [VerifierKey, ...VerifierKey[]], name: string): VerifierKey {
  const lines = note.split('\n').filter((line) => line.startsWith(`— ${name} `));
  const ids = lines.flatMap((line) => strictBase64(line.slice(name.length + 3))?.subarray(0, 4) ?? []);
  const found = keys.find((key) => ids.some((id) => sameBytes(id, keyIdOf({ ...key, name }))));
  return found ?? keys[0];
}

/** Everything before the last empty line, with its final newline. Nothing in it is believed yet. */
export function textOf(note: string): string {
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n') || hasControls(note)) throw new VerificationError('notNote');
  return note.slice(0, end + 1);
}

const MAX_SIGNATURES = 64;

export function parseSignature(line: string): { name: string; bytes: Uint8Array } {
  const [dash, name, base64, ...more] = line.split(' ');
  const bytes = strictBase64(base64 ?? '');
  if (dash !== '—' || !name || bytes === undefined || bytes.length < 5 || more.length > 0) {
    throw new VerificationError('signatureMalformed');
  }
  return { name, bytes };
}

function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && code !== 0x0a) return true;
  }
  return false;
}

function keyIdOf({ name, publicKey }: VerifierKey): Uint8Array {
  return sha256(bytesOf(name), Uint8Array.of(10, 1), publicKey).subarray(0, 4);
}
