import type { OpenableRow } from '../store.ts';

/** What the database gives of one person: their key once, and their values packed behind one another. */
export interface PackedRow {
  readonly personId: string;
  readonly personKeyEpoch: number;
  readonly personKeyWrapped: Buffer;
  readonly packed: Buffer | null;
}

/**
 * Several values out of one column: a client reads one long piece of bytes far faster than twenty short ones. Each value
 * is field, record, version, time, epoch, wrapped key, envelope; what has no fixed length stands behind it (4 bytes).
 */
export function unpackRows(
  { personId, personKeyEpoch, personKeyWrapped, packed }: PackedRow,
  role: OpenableRow['role'] = 'value',
): readonly OpenableRow[] {
  const personKey = { epoch: personKeyEpoch, wrapped: personKeyWrapped };
  const bytes = packed ?? Buffer.alloc(0);
  const rows: OpenableRow[] = [];
  let at = 0;
  const number = () => {
    at += 4;
    return bytes.readInt32BE(at - 4);
  };
  const piece = (length: number) => {
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const begin = at;
    const field = piece(number()).toString('utf8');
    const recordId = uuidOf(piece(16));
    const version = number();
    const createdAt = new Date(Number(piece(8).readBigInt64BE()));
    const valueKey = { epoch: number(), wrapped: piece(number()) };
    const sealed = piece(number());
    const packedAs = bytes.subarray(begin, at);
    rows.push({ personId, recordId, field, version, createdAt, role, sealed, personKey, valueKey, packedAs });
  }
  return rows;
}

/** A row in the same form; what was read in it is not made anew. */
export function packRow({ field, recordId, version, createdAt, valueKey, sealed, packedAs }: OpenableRow): Buffer {
  if (packedAs !== undefined) return packedAs;
  const name = Buffer.from(field);
  const time = Buffer.alloc(8);
  time.writeBigInt64BE(BigInt(createdAt.getTime()));
  return Buffer.concat([
    ...[int4(name.length), name, Buffer.from(recordId.replaceAll('-', ''), 'hex'), int4(version), time],
    ...[int4(valueKey.epoch), int4(valueKey.wrapped.length), valueKey.wrapped, int4(sealed.length), sealed],
  ]);
}

function int4(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(number);
  return bytes;
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
