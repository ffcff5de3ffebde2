// The thread of `seal-elsewhere.ts`: seals what it is sent, answers with the envelopes, and remembers nothing.
import { parentPort } from 'node:worker_threads';
import { openSystemRandom } from '../ids.ts';
import { type NewValue, sealOne } from './seal-one.ts';
import type { Numbered } from './thread.ts';
import { KEY_BYTES } from './wrap.ts';

export interface SealingWork {
  readonly siteId: string;
  readonly epoch: number;
  readonly persons: readonly { readonly personId: string; readonly values: readonly Recorded[] }[];
  /** The key of each person in turn. */
  readonly keys: ArrayBuffer;
}

export type Recorded = NewValue & { readonly recordId: string };

export interface SealingAnswer {
  /** Of each value in turn: its wrapped key and its envelope. */
  readonly bytes: ArrayBuffer;
  readonly lengths: readonly { readonly wrapped: number; readonly sealed: number }[];
}

const random = openSystemRandom();

parentPort?.on('message', ({ id, of }: Numbered<SealingWork>) => {
  const { siteId, epoch, persons } = of;
  const keys = Buffer.from(of.keys);
  const parts = { keys: { siteId, epoch }, random };
  const pieces = persons.flatMap(({ personId, values }, index) => {
    const personKey = keys.subarray(index * KEY_BYTES, (index + 1) * KEY_BYTES);
    return values.map((value) => {
      const { key, row } = sealOne(parts, { personId, personKey, recordId: value.recordId, version: 1 }, value);
      return { wrapped: key.wrapped, sealed: row.sealed };
    });
  });
  keys.fill(0);
  const bytes = new ArrayBuffer(pieces.reduce((sum, { wrapped, sealed }) => sum + wrapped.length + sealed.length, 0));
  const target = Buffer.from(bytes);
  let at = 0;
  for (const { wrapped, sealed } of pieces) {
    at += wrapped.copy(target, at);
    at += sealed.copy(target, at);
  }
  const lengths = pieces.map(({ wrapped, sealed }) => ({ wrapped: wrapped.length, sealed: sealed.length }));
  const answer: Numbered<SealingAnswer> = { id, of: { bytes, lengths } };
  parentPort?.postMessage(answer, [bytes]);
});
