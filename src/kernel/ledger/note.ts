import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';

/** c2sp.org/signed-note with Ed25519 (type 0x01). `text` ends with a newline; `name` is the name of each of the keys. */
export function signNote(text: string, name: string, ...keys: readonly KeyObject[]): string {
  const lines = keys.map((key) => {
    const signature = Buffer.concat([keyId(name, key), sign(null, Buffer.from(text), key)]);
    return `— ${name} ${signature.toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Whether a note that this program made is still what its key signed. */
export function isOurNote(note: string, name: string, key: KeyObject): boolean {
  const end = note.lastIndexOf('\n\n');
  const text = note.slice(0, end + 1);
  const start = `— ${name} `;
  if (end < 0) return false;
  const signatures = note
    .slice(end + 2)
    .split('\n')
    .filter((candidate) => candidate.startsWith(start))
    .map((line) => Buffer.from(line.slice(start.length), 'base64'));
  // While one key follows another both have signed, under one name.
  const ours = signatures.find((bytes) => bytes.subarray(0, 4).equals(keyId(name, key)));
  return ours !== undefined && verify(null, Buffer.from(text), publicOf(key), ours.subarray(4));
}

/** The public key as one line, `<name>+<key id>+<base64>`: what `/ledger/key` serves and verifiers take. */
export function verifierKey(name: string, key: KeyObject): string {
  const encoded = Buffer.concat([Buffer.of(ED25519), publicBytes(key)]).toString('base64');
  return `${name}+${keyId(name, key).toString('hex')}+${encoded}`;
}

const ED25519 = 1;

/** SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key), the first four bytes. */
function keyId(name: string, key: KeyObject): Buffer {
  const hash = createHash('sha256').update(`${name}\n`).update(Buffer.of(ED25519)).update(publicBytes(key));
  return hash.digest().subarray(0, 4);
}

/** The public key of a key, 32 bytes. */
export function publicBytes(key: KeyObject): Buffer {
  const { x } = publicOf(key).export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url');
}

export function publicKeyOf(bytes: Buffer): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes.toString('base64url') }, format: 'jwk' });
}

/** Node makes a public key of a private one, and refuses to make it of a public one. */
const publicOf = (key: KeyObject): KeyObject => (key.type === 'private' ? createPublicKey(key) : key);
