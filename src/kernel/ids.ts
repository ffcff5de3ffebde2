import { randomBytes, randomUUID } from 'node:crypto';

/** Where ids and random bytes come from: passed by name, so that a test can be exact. */
export interface Random {
  uuid(): string;
  bytes(length: number): Buffer;
}

/** Asks the system each time. */
export const systemRandom: Random = { uuid: () => randomUUID(), bytes: (length) => randomBytes(length) };

/** Drawn from the system at once: asking it for each key of 32 bytes costs more than the key's own use. */
const DRAWN_BYTES = 8192;

/** The same for whoever asks often. What was handed out is wiped from what was drawn, so that nothing hands it out again. */
export function openSystemRandom(): Random {
  let drawn = Buffer.alloc(0);
  return {
    uuid: () => randomUUID(),
    bytes(length) {
      if (length > DRAWN_BYTES) return randomBytes(length);
      if (drawn.length < length) drawn = randomBytes(DRAWN_BYTES);
      const given = Buffer.from(drawn.subarray(0, length));
      drawn.fill(0, 0, length);
      drawn = drawn.subarray(length);
      return given;
    },
  };
}
