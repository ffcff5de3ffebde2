import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { decryptPayload, encryptPayload, newPayloadNonce } from './age-payload.ts';
import { SafekeepingError } from './safekeeping-error.ts';

export interface WrittenFile {
  readonly bytes: number;
  /** SHA-256 of the file, as `sha256sum` prints it. */
  readonly digest: Buffer;
}

/**
 * Writes a file in the age format (age-encryption.org/v1), readable by its owner alone: whole and on the disk under its
 * name when this returns, or not there at all.
 */
export async function writeAgeFile(
  path: string,
  recipients: readonly string[],
  source: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void | Promise<void> = () => {},
): Promise<WrittenFile> {
  const encrypted = encryptAge(recipients, source);
  const beside = partOf(path);
  const handle = await open(beside, 'wx', 0o600);
  const hash = createHash('sha256');
  let bytes = 0;
  // One batch is being written while the next is made.
  let writing: Promise<unknown> = Promise.resolve();
  try {
    for await (const pieces of inBatches(encrypted)) {
      await writing;
      await onBytes(bytes);
      writing = writeAll(handle, pieces);
      // Whoever waits for it hears of its failure; until then it is nobody's.
      writing.catch(() => undefined);
      for (const piece of pieces) {
        hash.update(piece);
        bytes += piece.length;
      }
    }
    await writing;
    await onBytes(bytes);
    await handle.sync();
    await handle.close();
    await rename(beside, path);
  } catch (error) {
    await writing.catch(() => undefined);
    await handle.close().catch(() => undefined);
    await unlink(beside).catch(() => undefined);
    throw error;
  }
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
  return { bytes, digest: hash.digest() };
}

/** Written at once: a call of the system for each chunk would be most of the writing. */
const WRITE_BYTES = 1_048_576;

async function* inBatches(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly Uint8Array[]> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of source) {
    held.push(piece);
    bytes += piece.length;
    if (bytes < WRITE_BYTES) continue;
    yield held;
    [held, bytes] = [[], 0];
  }
  if (held.length > 0) yield held;
}

/** All of them, however many the system takes at once. */
async function writeAll(handle: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  const whole = pieces.reduce((sum, { length }) => sum + length, 0);
  let { bytesWritten } = await handle.writev([...pieces]);
  if (bytesWritten === whole) return;
  const rest = Buffer.concat(pieces);
  while (bytesWritten < whole) bytesWritten += (await handle.write(rest, bytesWritten)).bytesWritten;
}

/** Under which name it is until it is whole. */
export const partOf = (path: string): string => `${path}.part`;

/**
 * Reads such a file. `onPiece` hears its bytes as they lie on the disk. Throws `SafekeepingError` when the identity is not
 * its recipient's, or it is no such file.
 */
export async function readAgeFile(
  path: string,
  identity: string,
  onPiece: (piece: Buffer) => void = () => {},
): Promise<AsyncIterable<Uint8Array>> {
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  try {
    decrypter.addIdentity(identity);
  } catch {
    throw new SafekeepingError('the identity is not an age secret key (AGE-SECRET-KEY-…)');
  }
  try {
    const { header, rest } = await readHeader(piecesOf(path, onPiece));
    return telling(path, decryptPayload(await decrypter.decryptHeader(header), rest));
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** Whether this is the public key of somebody, and not a slip of the pen. */
export async function isRecipient(text: string): Promise<boolean> {
  const { Encrypter } = await import('age-encryption');
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}

/** SHA-256 and length of a file, for whoever sees its bytes pass. */
export function countDigest(): { add(piece: Buffer): void; end(): WrittenFile } {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    add(piece) {
      hash.update(piece);
      bytes += piece.length;
    },
    end: () => ({ bytes, digest: hash.digest() }),
  };
}

async function* piecesOf(path: string, onPiece: (piece: Buffer) => void = () => {}): AsyncGenerator<Buffer> {
  for await (const piece of createReadStream(path, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>) {
    onPiece(piece);
    yield piece;
  }
}

/** The header is the library's own, of a file that is empty: a nonce and a tag stand behind it there. */
async function* encryptAge(
  recipients: readonly string[],
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  let fileKey: Uint8Array | undefined;
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  // A recipient that writes nothing into the header, and hears the key of this file.
  const hear = (key: Uint8Array) => {
    fileKey = Uint8Array.from(key);
    return [];
  };
  encrypter.addRecipient({ wrapFileKey: hear });
  const empty = await encrypter.encrypt(new Uint8Array());
  assert(fileKey !== undefined, 'every recipient hears the key of a file');
  yield empty.subarray(0, empty.length - EMPTY_PAYLOAD_BYTES);
  yield* encryptPayload(fileKey, newPayloadNonce(randomBytes), source);
}

/** Read at once: many chunks, so that few lie across two pieces. */
const READ_BYTES = 1_048_576;
const EMPTY_PAYLOAD_BYTES = 32;
/** A header has a few lines a recipient; a hybrid one has two kilobytes. */
const HEADER_BYTES_MAX = 65_536;

/** The textual header up to the end of its last line, and what follows. */
async function readHeader(source: AsyncIterable<Buffer>) {
  const pieces = source[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  for (;;) {
    const mark = held.indexOf('\n--- ');
    const end = mark === -1 ? -1 : held.indexOf('\n', mark + 1);
    if (end !== -1) {
      const rest = held.subarray(end + 1);
      return { header: held.subarray(0, end + 1), rest: restOf(rest, pieces) };
    }
    const next = held.length > HEADER_BYTES_MAX ? { done: true as const } : await pieces.next();
    if (next.done === true) throw new Error('the header has no end');
    held = Buffer.concat([held, next.value]);
  }
}

async function* restOf(first: Buffer, pieces: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
}

async function* telling(path: string, source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    throw unreadable(path, error);
  }
}

// The library's own messages are about its inside; what the operator needs is which file, and what it may be.
function unreadable(path: string, error: unknown): unknown {
  if (error instanceof SafekeepingError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (/^E[A-Z]+$/.test(code)) return new SafekeepingError(`${path} cannot be read (${code})`);
  const message = error instanceof Error ? error.message : '';
  if (message.includes('no identity matched')) {
    return new SafekeepingError(`${path} was encrypted to another recipient than the one of this identity`);
  }
  return new SafekeepingError(`${path} is truncated, damaged, or no backup of Kristalux`);
}
