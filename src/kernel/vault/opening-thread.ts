// The thread of `open-elsewhere.ts`: opens what it is sent, answers with the texts, and remembers nothing.
import { isUtf8 } from 'node:buffer';
import { parentPort } from 'node:worker_threads';
import { openRowWith } from './open-row.ts';
import { unpackRows } from './packed/packed-row.ts';
import type { OpenableRow } from './store.ts';
import type { Numbered } from './thread.ts';
import { KEY_BYTES } from './wrap.ts';

export interface ElsewhereWork {
  readonly persons: readonly Person[];
  /** Of each person: their key, the length of what follows (4 bytes), their rows as `packRow` makes them. */
  readonly bytes: ArrayBuffer;
}

interface Person {
  readonly siteId: string;
  readonly personId: string;
}

/** Of each person in turn; null where one of the values does not open. */
export type ElsewhereAnswer = readonly (readonly string[] | null)[];

parentPort?.on('message', ({ id, of: { persons, bytes } }: Numbered<ElsewhereWork>) => {
  const buffer = Buffer.from(bytes);
  let at = 0;
  const take = (length: number) => {
    at += length;
    return buffer.subarray(at - length, at);
  };
  const texts: ElsewhereAnswer = persons.map(({ siteId, personId }) => {
    const personKey = take(KEY_BYTES);
    const packed = take(take(4).readUInt32BE());
    try {
      const rows = unpackRows({ personId, personKeyEpoch: 0, personKeyWrapped: NONE, packed });
      return rows.map((row) => textOf(siteId, row, personKey));
    } catch {
      return null;
    }
  });
  buffer.fill(0);
  const answer: Numbered<ElsewhereAnswer> = { id, of: texts };
  parentPort?.postMessage(answer);
});

/** The person's key comes opened. */
const NONE = Buffer.alloc(0);

function textOf(siteId: string, row: OpenableRow, personKey: Buffer): string {
  const opened = openRowWith(siteId, row, row, personKey);
  if (!isUtf8(opened)) throw new Error('an opened text is UTF-8');
  return opened.toString('utf8');
}
