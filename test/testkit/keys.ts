import { type Random, systemRandom } from '../../src/kernel/ids.ts';
import { FIRST_KEY_NAMES, type Keys, makeKeys } from '../../src/kernel/vault/keys.ts';

/** Keys of a first epoch for a test's site, in no file. */
export function inventKeys(siteId: string, random: Random = systemRandom): Keys {
  return makeKeys(siteId, new Map(FIRST_KEY_NAMES.map((name) => [name, random.bytes(32)])));
}
