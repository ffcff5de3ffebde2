import { createHmac } from 'node:crypto';
import type { Sql } from '../../kernel/db/db.ts';
import type { GateParts } from '../../kernel/gate/parts.ts';
import { Refusal } from '../../kernel/refusal.ts';
import * as store from './throttle/store.ts';

/**
 * Slows down guessing. A key is a keyed hash of what is tried and from where, so the table says nothing of either, and
 * an unknown identifier is slowed down exactly as a known one.
 */
export interface Throttle {
  readonly key: Buffer;
  /** How many wrong tries cost nothing. */
  readonly free: number;
}

export function throttleOf(parts: GateParts, what: readonly string[], free = 5): Throttle {
  return { key: createHmac('sha256', parts.keys.signIn).update(JSON.stringify(what)).digest(), free };
}

/** @throws Refusal `too_often` while one of them pauses */
export async function refuseWhileThrottled(sql: Sql, throttles: readonly Throttle[]): Promise<void> {
  const seconds = await store.throttledUntil(
    sql,
    throttles.map(({ key }) => key),
  );
  refuseWhileWaiting(seconds ?? null);
}

/** @param seconds until the next try; null: now. @throws Refusal `too_often` */
export function refuseWhileWaiting(seconds: number | null): void {
  if (seconds !== null) {
    throw new Refusal('too_often', 'too many tries; wait a little', { retryAfterSeconds: Math.max(1, seconds) });
  }
}

export async function countFailures(sql: Sql, throttles: readonly Throttle[]): Promise<void> {
  await Promise.all(throttles.map(({ key, free }) => store.countFailure(sql, key, free)));
}

export async function forgetFailures(sql: Sql, throttles: readonly Throttle[]): Promise<void> {
  await store.forgetFailures(
    sql,
    throttles.map(({ key }) => key),
  );
}
