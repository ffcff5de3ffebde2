// The thread of `open-elsewhere.ts`: opens what it is sent, answers with the texts, and remembers nothing.
import { isUtf8 } from 'node:buffer';
import { parentPort } from 'node:worker_threads';
import { openRowWith } from './open-row.ts';

export interface ElsewhereWork {
  readonly id: number;
  /** JSON of `{ siteId, rows: ElsewhereRow[] }[]`. */
  readonly persons: string;
  /** Of each person: the person's key (32 bytes); of each of their rows: the wrapped value key, the sealed value. */
  readonly bytes: ArrayBuffer;
}

export interface ElsewhereRow {
  readonly personId: string;
  readonly recordId: string;
  readonly field: string;
  readonly version: number;
  readonly epoch: number;
  /** Lengths in bytes. */
  readonly wrapped: number;
  readonly sealed: number;
}

export interface ElsewhereAnswer {
  readonly id: number;
  /** Of each person in turn; null where one of the values does not open. */
  readonly texts: readonly (readonly string[] | null)[];
}

interface Person {
  readonly siteId: string;
  readonly rows: readonly ElsewhereRow[];
}

parentPort?.on('message', ({ id, persons, bytes }: ElsewhereWork) => {
  const buffer = Buffer.from(bytes);
  let at = 0;
  const take = (length: number) => {
    at += length;
    return buffer.subarray(at - length, at);
  };
  const texts = (JSON.parse(persons) as readonly Person[]).map(({ siteId, rows }) => {
    const personKey = take(32);
    const sealed = rows.map((row) => ({ row, wrapped: take(row.wrapped), bytes: take(row.sealed) }));
    try {
      return sealed.map(({ row, wrapped, bytes: value }) => textOf(siteId, personKey, row, wrapped, value));
    } catch {
      return null;
    }
  });
  buffer.fill(0);
  const answer: ElsewhereAnswer = { id, texts };
  parentPort?.postMessage(answer);
});

function textOf(siteId: string, personKey: Buffer, row: ElsewhereRow, wrapped: Buffer, sealed: Buffer): string {
  const { personId, recordId, field, version, epoch } = row;
  const place = { personId, recordId, field, role: 'value' } as const;
  const opened = openRowWith(siteId, place, { version, sealed, valueKey: { epoch, wrapped } }, personKey);
  if (!isUtf8(opened)) throw new Error('an opened text is UTF-8');
  return opened.toString('utf8');
}
