import { availableParallelism } from 'node:os';
import type { Algorithm } from '@node-rs/argon2';
import { HASH_MILLISECONDS_MAX } from './limits.ts';
import { Refusal } from './refusal.ts';

// The package exports a const enum, which erasable syntax cannot read: 2 is argon2id.
const ARGON2ID = 2 as Algorithm;
/** OWASP's floor for argon2id: 19 MiB, two passes, one lane. */
const COST = { algorithm: ARGON2ID, memoryCost: 19456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;
/** How many tries may wait: at ten to twenty a second on a core, a longer queue is only slower refusals. */
const QUEUE_MAX = 64;

/** argon2id off the main thread, at most one per core: a flood of sign-ins fails fast and starves nobody else. */
export interface PasswordHasher {
  /** 32 bytes. @throws Refusal `too_often` when too many wait already, or its turn did not come. */
  hash(password: string, salt: Buffer): Promise<Buffer>;
  /** Other work of the same weight, in the same line. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
}

export function openPasswordHasher(
  slots: number = availableParallelism(),
  millisecondsMax: number = HASH_MILLISECONDS_MAX,
): PasswordHasher {
  const waiting: (() => void)[] = [];
  let busy = 0;
  const release = () => {
    const next = waiting.shift();
    if (next === undefined) busy -= 1;
    else next();
  };
  const acquire = () => {
    if (busy < slots) {
      busy += 1;
      return Promise.resolve();
    }
    if (waiting.length >= QUEUE_MAX) throw tooMany();
    return new Promise<void>((resolve, reject) => {
      const deadline = setTimeout(() => {
        waiting.splice(waiting.indexOf(turn), 1);
        reject(tooMany());
      }, millisecondsMax);
      const turn = () => {
        clearTimeout(deadline);
        resolve();
      };
      waiting.push(turn);
    });
  };
  const inTurn: PasswordHasher['inTurn'] = async (work) => {
    await acquire();
    try {
      return await work();
    } finally {
      release();
    }
  };
  return {
    inTurn,
    hash: (password, salt) =>
      inTurn(async () => {
        const { hashRaw } = await import('@node-rs/argon2');
        // Both sides of a comparison are normalised, so that one keyboard's é is another's.
        return await hashRaw(password.normalize('NFC'), { ...COST, salt });
      }),
  };
}

const tooMany = () => new Refusal('too_often', 'too many people are signing in just now', { retryAfterSeconds: 5 });
