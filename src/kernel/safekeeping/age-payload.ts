import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

const CHUNK_BYTES = 65_536;
const TAG_BYTES = 16;
const NONCE_BYTES = 16;

/**
 * The payload of an age file (age-encryption.org/v1, STREAM over ChaCha20-Poly1305), by the system's own cipher: the
 * library, which makes and reads the header, does it in JavaScript, many times slower. Tests hold the two to each other.
 */
export async function* encryptPayload(
  fileKey: Uint8Array,
  nonce: Buffer,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  yield nonce;
  const key = payloadKey(fileKey, nonce);
  let number = 0;
  // The last chunk is marked, so one is held back until the next has come.
  let held: Buffer | undefined;
  for await (const chunk of inChunks(source, CHUNK_BYTES)) {
    if (held !== undefined) yield* sealChunk(key, number++, { chunk: held, last: false });
    held = chunk;
  }
  yield* sealChunk(key, number, { chunk: held ?? Buffer.alloc(0), last: true });
}

/** Throws where a chunk was changed, or the end is missing. */
export async function* decryptPayload(fileKey: Uint8Array, source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let key: Buffer | undefined;
  let number = 0;
  let held: Buffer | undefined;
  for await (const piece of inChunks(source, CHUNK_BYTES + TAG_BYTES, NONCE_BYTES)) {
    if (key === undefined) {
      if (piece.length !== NONCE_BYTES) throw new Error('the nonce is missing');
      key = payloadKey(fileKey, piece);
      continue;
    }
    if (held !== undefined) yield openChunk(key, number++, { chunk: held, last: false });
    held = piece;
  }
  if (key === undefined || held === undefined || held.length < TAG_BYTES) throw new Error('the payload is missing');
  const end = openChunk(key, number, { chunk: held, last: true });
  if (end.length === 0 && number > 0) throw new Error('the last chunk is empty');
  yield end;
}

export const newPayloadNonce = (bytes: (length: number) => Buffer): Buffer => bytes(NONCE_BYTES);

function payloadKey(fileKey: Uint8Array, nonce: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32));
}

interface Chunk {
  readonly chunk: Buffer;
  readonly last: boolean;
}

/** The chunk and its tag behind it. This cipher gives all that it was given at once, and nothing at its end. */
function sealChunk(key: Buffer, number: number, { chunk, last }: Chunk): readonly Buffer[] {
  const cipher = createCipheriv('chacha20-poly1305', key, chunkNonce(number, last), { authTagLength: TAG_BYTES });
  const sealed = cipher.update(chunk);
  cipher.final();
  return [sealed, cipher.getAuthTag()];
}

function openChunk(key: Buffer, number: number, { chunk, last }: Chunk): Buffer {
  const nonce = chunkNonce(number, last);
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(chunk.subarray(-TAG_BYTES));
  const opened = decipher.update(chunk.subarray(0, -TAG_BYTES));
  decipher.final();
  return opened;
}

/** Eleven bytes of the chunk's number, big-endian, and whether it is the last. */
function chunkNonce(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

const viewOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

/** The same bytes in pieces of one size (the first may have another), the last one shorter and never empty. */
async function* inChunks(
  source: AsyncIterable<Uint8Array>,
  size: number,
  first: number = size,
): AsyncGenerator<Buffer> {
  let wanted = first;
  let parts: Uint8Array[] = [];
  let held = 0;
  for await (const piece of source) {
    let rest = piece;
    while (held + rest.length >= wanted) {
      const taken = rest.subarray(0, wanted - held);
      yield parts.length === 0 ? viewOf(taken) : Buffer.concat([...parts, taken], wanted);
      rest = rest.subarray(taken.length);
      [parts, held, wanted] = [[], 0, size];
    }
    if (rest.length > 0) parts.push(rest);
    held += rest.length;
  }
  if (held > 0) yield Buffer.concat(parts, held);
}
