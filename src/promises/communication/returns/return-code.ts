import { createHash, createHmac } from 'node:crypto';
import type { Keys } from '../../../kernel/vault/keys.ts';
import { lengthPrefixed } from '../../../kernel/vault/length-prefixed.ts';

/**
 * What names one copy in its return path (VERP) and its Message-ID. Digits and letters of one case, since relays may
 * change the case of an address. It allows no more than the stop link in the same message: saying that mail to this
 * address came back, or that it is to stop.
 */
export function returnCode({ stopList, siteId }: Keys, personId: string, bulletinId: string): string {
  const what = lengthPrefixed(['kristalux/return-path/v1', siteId, personId, bulletinId]);
  return createHmac('sha256', stopList).update(what).digest('hex').slice(0, 40);
}

export const RETURN_CODE = /^[0-9a-f]{40}$/;

export function hashReturnCode(code: string): Buffer {
  return createHash('sha256').update(code).digest();
}
