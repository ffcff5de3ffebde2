import { createHash, createHmac } from 'node:crypto';
import type { Keys } from '../../../kernel/vault/keys.ts';
import { lengthPrefixed } from '../../../kernel/vault/length-prefixed.ts';
import { normaliseEmail } from '../../../kernel/vault/normalise-email.ts';

/**
 * The token of one copy of one bulletin: it allows only to stop messages, never ends, and is the same however often it
 * is made. Kept hashed, so that the database alone stops nobody.
 */
export function stopToken({ stopList, siteId }: Keys, personId: string, bulletinId: string): string {
  const what = lengthPrefixed(['kristalux/stop-link/v1', siteId, personId, bulletinId]);
  return createHmac('sha256', stopList).update(what).digest('base64url');
}

export const STOP_TOKEN = /^[A-Za-z0-9_-]{43}$/;

export function hashStopToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/**
 * What is kept of an address in the list of stops: a keyed hash that outlives the person's erasure, from which nobody
 * without the key can learn or try addresses. Undefined for a text that is no address.
 */
export function addressTag({ stopList, siteId }: Keys, address: string): Buffer | undefined {
  const normal = normaliseEmail(address);
  if (normal === undefined) return undefined;
  return createHmac('sha256', stopList)
    .update(lengthPrefixed(['kristalux/stop-list/v1', siteId, 'email/v1', normal]))
    .digest();
}
