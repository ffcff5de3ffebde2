import assert from 'node:assert/strict';
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
    const field = piece(number()).toString('utf8');
    const recordId = uuidOf(piece(16));
    const version = number();
    const createdAt = new Date(Number(piece(8).readBigInt64BE()));
    const valueKey = { epoch: number(), wrapped: piece(number()) };
    const sealed = piece(number());
    rows.push({ personId, recordId, field, version, createdAt, role, sealed, personKey, valueKey });
  }
  return rows;
}

/** A value in the same form. */
export function packRow({ field, recordId, version, createdAt, valueKey, sealed }: OpenableRow): Buffer {
  const { epoch, wrapped } = valueKey;
  const bytes = Buffer.allocUnsafe(44 + Buffer.byteLength(field) + wrapped.length + sealed.length);
  let at = bytes.writeInt32BE(Buffer.byteLength(field));
  at += bytes.write(field, at, 'utf8');
  at += bytes.write(recordId.replaceAll('-', ''), at, 'hex');
  at = bytes.writeInt32BE(version, at);
  at = bytes.writeBigInt64BE(BigInt(createdAt.getTime()), at);
  at = bytes.writeInt32BE(epoch, at);
  at = bytes.writeInt32BE(wrapped.length, at);
  at += wrapped.copy(bytes, at);
  at = bytes.writeInt32BE(sealed.length, at);
  at += sealed.copy(bytes, at);
  assert(at === bytes.length, 'what is packed fills its place');
  return bytes;
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
