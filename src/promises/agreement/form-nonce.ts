import { createHmac, timingSafeEqual } from 'node:crypto';
import type { GateParts } from '../../kernel/gate/parts.ts';
import { FORM_HOURS_MAX } from '../../kernel/limits.ts';

/** What a page of a form says of itself: which form, under which version of the policy, and when it was made. */
export interface FormNonce {
  readonly version: number;
  readonly madeAt: Date;
}

/**
 * Stands in every page of a form, and shows that what comes was written on a page of ours, under the policy it linked. It
 * holds nothing of anybody. One page is left once.
 */
export function makeFormNonce(parts: GateParts, form: string, version: number): string {
  const body = Buffer.alloc(26);
  parts.random.bytes(16).copy(body);
  body.writeUIntBE(parts.clock.now().getTime(), 16, 6);
  body.writeUInt32BE(version, 22);
  return Buffer.concat([body, macOf(parts, form, body)]).toString('base64url');
}

/** Undefined for one that this server did not make for this form, or too long ago. */
export function readFormNonce(parts: GateParts, form: string, nonce: string): FormNonce | undefined {
  const bytes = Buffer.from(nonce, 'base64url');
  // One page has one spelling: another one with the same bytes would be a page left twice.
  if (bytes.length !== 58 || bytes.toString('base64url') !== nonce) return undefined;
  const body = bytes.subarray(0, 26);
  if (!timingSafeEqual(macOf(parts, form, body), bytes.subarray(26))) return undefined;
  const madeAt = new Date(body.readUIntBE(16, 6));
  const age = parts.clock.now().getTime() - madeAt.getTime();
  if (age > FORM_HOURS_MAX * 3_600_000) return undefined;
  return { version: body.readUInt32BE(22), madeAt };
}

/** The key of who leaves this page without an account: the same for a repeat, and known from the page alone to nobody. */
export function ownKeyFor(parts: GateParts, nonce: string): string {
  return createHmac('sha256', parts.keys.signIn).update('own-key\0').update(nonce).digest('base64url');
}

/** What was left, as a repeat is compared with it. */
export function macOfLeft(parts: GateParts, left: unknown): Buffer {
  return createHmac('sha256', parts.keys.signIn).update('form-left\0').update(JSON.stringify(left)).digest();
}

function macOf({ keys }: GateParts, form: string, body: Buffer): Buffer {
  return createHmac('sha256', keys.signIn).update(`form-nonce\0${form}\0`).update(body).digest();
}
