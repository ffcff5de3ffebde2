import { z } from 'zod';
import { SafekeepingError } from './safekeeping-error.ts';

/** What a backup says of itself, before anything in it. */
const backupHeaderSchema = z.strictObject({
  kind: z.enum(['data', 'keys']),
  /** The version of the program that made it. */
  program: z.string(),
  /** Numbers of the migrations that its tables have. */
  migrations: z.array(z.int().positive()).min(1),
  siteId: z.uuid(),
  origin: z.string(),
  ledgerSize: z.int().nonnegative(),
  madeAt: z.iso.datetime(),
  /** What follows, in this order. */
  sections: z.array(
    z.union([
      z.strictObject({ table: z.string(), columns: z.array(z.string()).min(1) }),
      z.strictObject({ file: z.string() }),
    ]),
  ),
});
export type BackupHeader = z.infer<typeof backupHeaderSchema>;
export type BackupSection = BackupHeader['sections'][number];

const FIRST_LINE = 'kristalux backup, format 1\n';
/** Far above what a hundred tables need. */
const HEADER_BYTES_MAX = 4 * 1024 * 1024;
const FRAME_BYTES_MAX = 64 * 1024 * 1024;

/**
 * A backup's bytes before encryption: a line that says what it is, a line of JSON (the header), and for each section its
 * content in frames: length as four bytes, big-endian, then the bytes; a length of zero ends the section.
 */
export async function* writeContainer(
  header: BackupHeader,
  contentOf: (section: BackupSection) => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`${FIRST_LINE}${JSON.stringify(header)}\n`);
  for (const section of header.sections) {
    for await (const piece of contentOf(section)) {
      if (piece.length === 0) continue;
      yield lengthOf(piece.length);
      yield piece;
    }
    yield lengthOf(0);
  }
}

export interface Container {
  readonly header: BackupHeader;
  /** Each section's content, once and in the header's order. Ends when the last byte was read; throws `SafekeepingError`. */
  sections(): AsyncGenerator<{ readonly section: BackupSection; readonly content: AsyncIterable<Uint8Array> }>;
}

/** Reads what `writeContainer` wrote. `name`: for sentences about it. */
export async function readContainer(source: AsyncIterable<Uint8Array>, name: string): Promise<Container> {
  const reader = openReader(source, name);
  const first = await reader.line();
  if (first !== FIRST_LINE.trimEnd()) {
    throw new SafekeepingError(
      first.startsWith('kristalux backup')
        ? `${name} was made by a newer Kristalux: install that version`
        : `${name} is no backup of Kristalux`,
    );
  }
  const header = parseHeader(await reader.line(), name);
  return {
    header,
    async *sections() {
      for (const section of header.sections) yield { section, content: frames(reader, name) };
      if (!(await reader.atEnd())) throw new SafekeepingError(`${name} goes on behind its end`);
    },
  };
}

function parseHeader(line: string, name: string): BackupHeader {
  const read = () => {
    try {
      return backupHeaderSchema.safeParse(JSON.parse(line));
    } catch {
      return undefined;
    }
  };
  const parsed = read();
  if (parsed?.success !== true) throw new SafekeepingError(`${name} was made by another Kristalux, or is damaged`);
  return parsed.data;
}

async function* frames(reader: Reader, name: string): AsyncGenerator<Uint8Array> {
  for (;;) {
    const length = (await reader.bytes(4)).readUInt32BE();
    if (length === 0) return;
    if (length > FRAME_BYTES_MAX) throw new SafekeepingError(`${name} is damaged`);
    // In the pieces in which it comes: to put a frame together would only copy it.
    for (let left = length; left > 0; ) {
      const piece = await reader.some(left);
      left -= piece.length;
      yield piece;
    }
  }
}

interface Reader {
  line(): Promise<string>;
  bytes(length: number): Promise<Buffer>;
  /** What has come already, or comes next: at least one byte, at most so many. */
  some(most: number): Promise<Buffer>;
  atEnd(): Promise<boolean>;
}

function openReader(source: AsyncIterable<Uint8Array>, name: string): Reader {
  const pieces = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await pieces.next();
    if (next.done === true) return false;
    const piece = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.length);
    held = held.length === 0 ? piece : Buffer.concat([held, piece]);
    return true;
  };
  const take = (length: number): Buffer => {
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
  const truncated = () => new SafekeepingError(`${name} is truncated: part of it is missing`);
  return {
    async line() {
      for (;;) {
        const end = held.indexOf('\n');
        if (end !== -1) return take(end + 1).toString('utf8', 0, end);
        if (held.length > HEADER_BYTES_MAX || !(await more()))
          throw new SafekeepingError(`${name} is no backup of Kristalux`);
      }
    },
    async bytes(length) {
      while (held.length < length) if (!(await more())) throw truncated();
      return take(length);
    },
    async some(most) {
      while (held.length === 0) if (!(await more())) throw truncated();
      return take(Math.min(most, held.length));
    },
    async atEnd() {
      while (held.length === 0) if (!(await more())) return true;
      return false;
    },
  };
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}
