import { createHmac, timingSafeEqual } from 'node:crypto';
import type { GateParts } from '../../kernel/gate/parts.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { type Identifier, tagsOf } from './identifiers.ts';
import * as store from './store.ts';

/**
 * The person whose pair of identifier and password this is. One argon2id a try, however many persons left the same
 * address and whether or not anybody did: neither answer, time nor work tells a stranger whether it is known.
 * @returns undefined when nothing matches; the failure is counted
 * @throws Refusal `too_often` while the pair of identifier and network is slowed down
 */
export async function matchPassword(
  parts: GateParts,
  identifier: Identifier,
  password: string,
  network: string,
): Promise<string | undefined> {
  const throttle = throttleKey(parts, ['sign-in', identifier.kind, identifier.text, network]);
  await refuseWhileThrottled(parts, throttle);
  const tags = tagsOf(parts.blindIndex, identifier).map(({ tag }) => tag);
  const [known] = await store.readSalts(parts.db, tags);
  const verifier = await verifierOf(parts, password, known?.salt ?? parts.random.bytes(16));
  const rows = known === undefined ? [] : await store.readVerifiers(parts.db, tags);
  const found = rows.filter((row) => timingSafeEqual(row.verifier, verifier));
  if (found[0] === undefined) await store.countFailure(parts.db, throttle);
  else await store.forgetFailures(parts.db, throttle);
  return found[0]?.personId;
}

/**
 * Whether somebody signs in by one of these pairs already. Asked by a registration: it is throttled as a sign-in is,
 * or it would be a way to guess.
 */
export async function matchPairs(
  parts: GateParts,
  pairs: readonly { readonly identifier: Identifier; readonly tag: Buffer; readonly verifier: Buffer }[],
  network: string,
): Promise<Identifier | undefined> {
  for (const { identifier, tag, verifier } of pairs) {
    const throttle = throttleKey(parts, ['sign-in', identifier.kind, identifier.text, network]);
    await refuseWhileThrottled(parts, throttle);
    const rows = await store.readVerifiers(parts.db, [tag]);
    if (rows.some((row) => timingSafeEqual(row.verifier, verifier))) return identifier;
    await store.countFailure(parts.db, throttle);
  }
  return undefined;
}

/** Whether this is the person's own password: the proof of presence before something weighty. */
export async function provePresence(parts: GateParts, personId: string, password: string): Promise<boolean> {
  const throttle = throttleKey(parts, ['presence', personId]);
  await refuseWhileThrottled(parts, throttle);
  const [own] = await store.readOwnVerifiers(parts.db, personId);
  if (own === undefined) return false;
  const right = timingSafeEqual(own.verifier, await verifierOf(parts, password, own.salt));
  if (right) await store.forgetFailures(parts.db, throttle);
  else await store.countFailure(parts.db, throttle);
  return right;
}

/** What is stored of a password: the argon2id hash under a key of the site, so that a stolen table cannot be guessed at. */
export async function verifierOf(parts: GateParts, password: string, salt: Buffer): Promise<Buffer> {
  const hash = await parts.passwords.hash(password, salt);
  return createHmac('sha256', parts.keys.signIn).update(hash).digest();
}

function throttleKey(parts: GateParts, what: readonly string[]): Buffer {
  return createHmac('sha256', parts.keys.signIn).update(JSON.stringify(what)).digest();
}

async function refuseWhileThrottled(parts: GateParts, key: Buffer): Promise<void> {
  const seconds = await store.throttledUntil(parts.db, key);
  if (seconds !== undefined) {
    throw new Refusal('too_often', 'too many tries; wait a little', { retryAfterSeconds: Math.max(1, seconds) });
  }
}
