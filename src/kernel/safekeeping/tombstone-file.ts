import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDurably } from '../durable-file.ts';
import type { Random } from '../ids.ts';
import { SafekeepingError } from './safekeeping-error.ts';

/** Something that was forgotten and must never come back: a person whole, or one value up to a version. */
export interface Tombstone {
  readonly at: Date;
  readonly personId: string;
  readonly value: { readonly recordId: string; readonly version: number } | null;
}

export interface TombstoneFile {
  /** Random; a new file after a loss has another. */
  readonly fileId: string;
  readonly siteId: string;
  /** Up to the end of the last whole line. */
  readonly bytes: number;
  readonly tombstones: readonly Tombstone[];
}

export const TOMBSTONES = 'tombstones';

const HEAD = /^kristalux tombstones, format 1: site ([0-9a-f-]{36}) file ([0-9a-f-]{36})$/;
const LINE = /^(\S{24}) (?:person ([0-9a-f-]{36})|value ([0-9a-f-]{36}) ([0-9a-f-]{36}) ([1-9]\d{0,9}))$/;

/**
 * The file `tombstones` of a key folder; undefined when there is none. A last line without its end was being written
 * when the machine stopped: it was acknowledged to nobody and still waits in the database. Throws `SafekeepingError`.
 */
export async function readTombstones(keyFolder: string): Promise<TombstoneFile | undefined> {
  const path = join(keyFolder, TOMBSTONES);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw cannotBeRead(path, error);
  });
  return text === undefined ? undefined : parseTombstones(text, path);
}

/** @param path For the sentence about what is wrong with it. */
export function parseTombstones(text: string, path: string): TombstoneFile {
  const end = text.lastIndexOf('\n');
  const [head = '', ...lines] = text.slice(0, end).split('\n');
  const { siteId, fileId } = parseHead(head, path);
  const tombstones = lines.map((line, index) => {
    const tombstone = parseLine(line);
    if (tombstone === undefined) {
      throw new SafekeepingError(`line ${index + 2} of ${path} is damaged: bring the file back from a key backup`);
    }
    return tombstone;
  });
  return { fileId, siteId, bytes: Buffer.byteLength(text.slice(0, end + 1)), tombstones };
}

function parseLine(line: string): Tombstone | undefined {
  const [, at = '', whole, personId, recordId, version] = LINE.exec(line) ?? [];
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) return undefined;
  if (whole !== undefined) return { at: instant, personId: whole, value: null };
  if (personId === undefined || recordId === undefined) return undefined;
  return { at: instant, personId, value: { recordId, version: Number(version) } };
}

export function writeTombstone({ at, personId, value }: Tombstone): string {
  const what = value === null ? `person ${personId}` : `value ${personId} ${value.recordId} ${value.version}`;
  return `${at.toISOString()} ${what}`;
}

/**
 * Adds lines, on the disk when this returns. One writer at a time: the caller holds the database's lock. Returns the
 * file's id and how long it is now. Throws `SafekeepingError`, and then nothing of it counts.
 */
export async function appendTombstones(
  keyFolder: string,
  siteId: string,
  tombstones: readonly Tombstone[],
  random: Random,
): Promise<{ readonly fileId: string; readonly bytes: number }> {
  const path = join(keyFolder, TOMBSTONES);
  const head = (await readHead(keyFolder)) ?? { siteId, fileId: random.uuid() };
  if (head.siteId !== siteId) throw new SafekeepingError(`${path} belongs to another site`);
  const added = Buffer.from(tombstones.map((one) => `${writeTombstone(one)}\n`).join(''));
  try {
    if (head.bytes === undefined) await writeDurably(path, `${headOf(siteId, head.fileId)}\n`);
    return { fileId: head.fileId, bytes: await append(path, added) };
  } catch (error) {
    throw new SafekeepingError(
      `the file ${path} cannot be written (${codeOf(error)}): make room there; what was forgotten waits in the database and is then written by itself`,
    );
  }
}

async function append(path: string, added: Buffer): Promise<number> {
  const handle = await open(path, 'r+');
  try {
    // What stands behind the last end of a line was never acknowledged, and is written anew.
    const end = await lastLineEnd(handle);
    await handle.truncate(end);
    // A disk that is nearly full takes a part and says so; only the next write of the rest fails.
    for (let written = 0; written < added.length; ) {
      const { bytesWritten } = await handle.write(added, written, added.length - written, end + written);
      written += bytesWritten;
    }
    await handle.sync();
    return end + added.length;
  } finally {
    await handle.close();
  }
}

const cannotBeRead = (path: string, error: unknown) =>
  new SafekeepingError(`the file ${path} cannot be read (${codeOf(error)})`);
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');

/** What a tombstone file says of itself, without reading the rest; undefined when there is none. */
export async function readHead(
  keyFolder: string,
): Promise<{ readonly siteId: string; readonly fileId: string; readonly bytes?: number } | undefined> {
  const path = join(keyFolder, TOMBSTONES);
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw cannotBeRead(path, error);
  });
  if (handle === undefined) return undefined;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const [line = ''] = buffer.toString('utf8', 0, bytesRead).split('\n');
    return { ...parseHead(line, path), bytes: await lastLineEnd(handle) };
  } catch (error) {
    throw error instanceof SafekeepingError ? error : cannotBeRead(path, error);
  } finally {
    await handle.close();
  }
}

const headOf = (siteId: string, fileId: string) => `kristalux tombstones, format 1: site ${siteId} file ${fileId}`;
const HEAD_BYTES = 256;
/** Longer than any line. */
const TAIL_BYTES = 1024;

function parseHead(line: string, path: string): { readonly siteId: string; readonly fileId: string } {
  const [, siteId, fileId] = HEAD.exec(line) ?? [];
  if (siteId === undefined || fileId === undefined) throw new SafekeepingError(`${path} is no tombstone file`);
  return { siteId, fileId };
}

async function lastLineEnd(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  const from = Math.max(0, size - TAIL_BYTES);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, from);
  return from + buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
}
