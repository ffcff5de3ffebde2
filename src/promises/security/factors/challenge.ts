import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Tx } from '../../../kernel/db/db.ts';
import type { GateParts } from '../../../kernel/gate/parts.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { spendChallenge } from './store.ts';

/** What an answer to a challenge may be used for, and for which session; nobody's for a sign-in or a registration. */
export interface ChallengeUse {
  readonly purpose: 'sign-in' | 'presence' | 'add-passkey' | 'register';
  readonly session: Buffer | null;
}

/** As long as a person may look for their key. */
const CHALLENGE_MILLISECONDS = 5 * 60 * 1000;
const RANDOM_BYTES = 24;
const TIME_BYTES = 6;

/**
 * A challenge of 192 random bits that proves its own use and end (ASVS 6.7.2), so that asking for one costs nobody a
 * row. INVARIANT: an answered one is spent in the transaction that its answer decides.
 */
export function makeChallenge(parts: GateParts, use: ChallengeUse): Buffer {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeUIntBE(parts.clock.now().getTime() + CHALLENGE_MILLISECONDS, 0, TIME_BYTES);
  const open = Buffer.concat([parts.random.bytes(RANDOM_BYTES), time]);
  return Buffer.concat([open, macOf(parts, use, open)]);
}

/** Whether it is one of ours for this use and still alive. Whether it was answered before is told by spending it. */
export function isOwnChallenge(parts: GateParts, use: ChallengeUse, challenge: string): boolean {
  const bytes = Buffer.from(challenge, 'base64url');
  const open = bytes.subarray(0, RANDOM_BYTES + TIME_BYTES);
  const mac = bytes.subarray(RANDOM_BYTES + TIME_BYTES);
  const right = macOf(parts, use, open);
  if (mac.length !== right.length || !timingSafeEqual(mac, right)) return false;
  return open.readUIntBE(RANDOM_BYTES, TIME_BYTES) > parts.clock.now().getTime();
}

/**
 * The id of the person whom this challenge of a registration would make. It is drawn from the challenge, so that the
 * authenticator can be told a handle before there is anybody, at no row; without the site's key nobody can foretell it.
 */
export function personToBe(parts: GateParts, challenge: Buffer): string {
  const drawn = createHmac('sha256', parts.keys.signIn).update('kristalux/person-to-be/v1').update(challenge).digest();
  drawn.writeUInt8((drawn.readUInt8(6) & 0x0f) | 0x40, 6);
  drawn.writeUInt8((drawn.readUInt8(8) & 0x3f) | 0x80, 8);
  return drawn.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** @throws Refusal `unauthenticated` where it was answered before */
export async function spend(tx: Tx, challenge: string): Promise<void> {
  if (!(await spendChallenge(tx, hashChallenge(challenge)))) throw usedBefore();
}

/** What is kept of one that was answered. */
export function hashChallenge(challenge: string): Buffer {
  return createHash('sha256').update(Buffer.from(challenge, 'base64url')).digest();
}

export function usedBefore(): Refusal {
  return new Refusal('unauthenticated', 'this answer was used before');
}

function macOf(parts: GateParts, { purpose, session }: ChallengeUse, open: Buffer): Buffer {
  return createHmac('sha256', parts.keys.signIn)
    .update(JSON.stringify(['kristalux/challenge/v1', purpose, session?.toString('hex') ?? null]))
    .update(open)
    .digest();
}
