// The thread of `seal-elsewhere.ts`: seals what it is sent, answers with the envelopes, and remembers nothing.
import { parentPort } from 'node:worker_threads';
import { openSystemRandom } from '../ids.ts';
import type { Role } from './context.ts';
import { sealOne } from './seal-one.ts';
import type { Numbered } from './thread.ts';
import { KEY_BYTES } from './wrap.ts';

export interface SealingWork {
  readonly siteId: string;
  readonly epoch: number;
  /**
   * Of each person in turn: who, and how many values; then of each of these its record, field, role and text. A list of
   * texts is copied to a thread several times as fast as objects that name them.
   */
  readonly texts: readonly string[];
  /** The key of each person in turn. */
  readonly keys: ArrayBuffer;
}

export interface SealingAnswer {
  /** Of each value in turn: its wrapped key and its envelope. */
  readonly bytes: ArrayBuffer;
  /** The lengths of these. */
  readonly lengths: readonly number[];
}

const random = openSystemRandom();

parentPort?.on('message', ({ id, of }: Numbered<SealingWork>) => {
  const keys = Buffer.from(of.keys);
  const pieces = sealAll(of, keys);
  keys.fill(0);
  const lengths = pieces.map(({ length }) => length);
  const bytes = new ArrayBuffer(lengths.reduce((sum, length) => sum + length, 0));
  const target = Buffer.from(bytes);
  let at = 0;
  for (const piece of pieces) at += piece.copy(target, at);
  const answer: Numbered<SealingAnswer> = { id, of: { bytes, lengths } };
  parentPort?.postMessage(answer, [bytes]);
});

function sealAll({ siteId, epoch, texts }: SealingWork, keys: Buffer): readonly Buffer[] {
  const parts = { keys: { siteId, epoch }, random };
  const pieces: Buffer[] = [];
  const next = texts.values();
  const text = (): string => next.next().value ?? '';
  for (let index = 0; index * KEY_BYTES < keys.length; index += 1) {
    const [personId, values] = [text(), Number(text())];
    const personKey = keys.subarray(index * KEY_BYTES, (index + 1) * KEY_BYTES);
    for (let value = 0; value < values; value += 1) {
      const [recordId, field, role, plaintext] = [text(), text(), text() as Role, text()];
      const { key, row } = sealOne(parts, { personId, personKey, recordId, version: 1 }, { field, role, plaintext });
      pieces.push(key.wrapped, row.sealed);
    }
  }
  return pieces;
}
