import { type Random, systemRandom } from '../../src/kernel/ids.ts';
import { FIRST_KEY_NAMES, type Keys, makeKeys } from '../../src/kernel/vault/keys.ts';

/** Keys of a first epoch for a test's site, in no file. The vectors were made before the index had a root of its own. */
export function inventKeys(siteId: string, random: Random = systemRandom): Keys {
  const drawn = FIRST_KEY_NAMES.filter((name) => name !== 'index').map((name) => [name, random.bytes(32)] as const);
  return makeKeys(siteId, new Map([...drawn, ['index', systemRandom.bytes(32)]]));
}
