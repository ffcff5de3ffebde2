import { randomBytes } from 'node:crypto';
import { FIRST_KEY_NAMES, type Keys, makeKeys } from '../../src/kernel/vault/keys.ts';

/** Keys of a first epoch for a test's site: random, in no file. */
export function inventKeys(siteId: string): Keys {
  return makeKeys(siteId, new Map(FIRST_KEY_NAMES.map((name) => [name, randomBytes(32)])));
}
