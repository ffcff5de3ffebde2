import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { GateParts } from '../../kernel/gate/parts.ts';
import { spendChallenge } from './factors/store.ts';

/** Leading zero bits of SHA-256 that a solution has: about a second of a phone, an hour for a few thousand tries. */
const BITS = 15;
/** Without a script a browser does its work by waiting. */
export const WAIT_SECONDS = 60;
const MINUTES_MAX = 10;
const RANDOM_BYTES = 16;
const TIME_BYTES = 6;

/** What a browser is asked to do: find a text that, put behind `task` and a dot, hashes to so many zero bits. */
export interface Task {
  readonly task: string;
  readonly bits: number;
}

export const workSchema = z.strictObject({
  task: z
    .string()
    .max(120)
    .regex(/^[A-Za-z0-9_-]+$/),
  /** Absent or empty: it was waited for. */
  solution: z.string().max(20).optional(),
});
export type WorkDone = z.infer<typeof workSchema>;

/** A task for one identifier, by the key of its throttle. It proves itself, so that asking for one costs no row. */
export function makeTask(parts: GateParts, about: Buffer): Task {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(parts.clock.now().getTime(), 0, TIME_BYTES);
  const open = Buffer.concat([parts.random.bytes(RANDOM_BYTES), time]);
  return { task: Buffer.concat([open, macOf(parts, about, open)]).toString('base64url'), bits: BITS };
}

/** @returns whether it was done, or waited for, and for the first time */
export async function takeWork(parts: GateParts, about: Buffer, { task, solution }: WorkDone): Promise<boolean> {
  const bytes = Buffer.from(task, 'base64url');
  const open = bytes.subarray(0, RANDOM_BYTES + TIME_BYTES);
  const mac = bytes.subarray(RANDOM_BYTES + TIME_BYTES);
  const right = macOf(parts, about, open);
  if (mac.length !== right.length || !timingSafeEqual(mac, right)) return false;
  const age = parts.clock.now().getTime() - open.readUIntBE(RANDOM_BYTES, TIME_BYTES);
  if (age < 0 || age > MINUTES_MAX * 60_000) return false;
  if (age < WAIT_SECONDS * 1000 && !isSolved(task, solution ?? '')) return false;
  return await parts.db.transaction((tx) => spendChallenge(tx, createHash('sha256').update(bytes).digest()));
}

function isSolved(task: string, solution: string): boolean {
  const hash = createHash('sha256').update(`${task}.${solution}`).digest();
  return hash.readUInt32BE(0) >>> (32 - BITS) === 0;
}

function macOf(parts: GateParts, about: Buffer, open: Buffer): Buffer {
  return createHmac('sha256', parts.keys.signIn).update('kristalux/work/v1').update(about).update(open).digest();
}
