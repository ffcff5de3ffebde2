import { randomBytes, randomUUID } from 'node:crypto';

/** Where ids and random bytes come from: passed by name, so that a test can be exact. */
export interface Random {
  uuid(): string;
  bytes(length: number): Buffer;
}

export const systemRandom: Random = { uuid: () => randomUUID(), bytes: (length) => randomBytes(length) };
