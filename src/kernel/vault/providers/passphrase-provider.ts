import { type ScryptOptions, scrypt } from 'node:crypto';
import { systemRandom } from '../../ids.ts';
import { type KeyProvider, KeyProviderError } from '../key-provider.ts';
import { unwrapKey, type WrapPlace, wrapKey } from '../wrap.ts';
import { needed, readSecretFile } from './needed.ts';
import type { KeyProviderSettings } from './open-key-provider.ts';

/** scrypt with N = 2¹⁷, r = 8, p = 1, as OWASP recommends: 128 MiB and about a third of a second for each try. */
const LOG_N = 17;
const SALT_BYTES = 16;
const SHORTEST = 20;

/**
 * Keys in their files are wrapped by a key that scrypt derives from a passphrase and a fresh salt, a new one for each
 * file: so each epoch has a root of its own, and it goes with the file. Whoever kept a copy of an ended key's file and
 * knows the passphrase still opens it; change the passphrase when a copy may have been kept.
 */
export async function openPassphraseProvider(settings: KeyProviderSettings): Promise<KeyProvider> {
  const path = needed(settings.keyPassphraseFile, 'KEY_PASSPHRASE_FILE', 'passphrase');
  const passphrase = (await readSecretFile(path, 'KEY_PASSPHRASE_FILE')).normalize('NFKC');
  if (passphrase.length < SHORTEST) {
    throw new KeyProviderError(`the passphrase in KEY_PASSPHRASE_FILE has fewer than ${SHORTEST} characters`);
  }
  return {
    name: 'passphrase',
    async wrap(keyName, key) {
      const salt = systemRandom.bytes(SALT_BYTES);
      const root = await rootOf(passphrase, salt, LOG_N);
      return Buffer.concat([Buffer.of(LOG_N), salt, wrapKey(root, placeOf(keyName), key, systemRandom)]);
    },
    async unwrap(keyName, wrapped) {
      const logN = wrapped[0] ?? 0;
      if (logN < 15 || logN > 20) throw new KeyProviderError(`the key ${keyName} was not wrapped by a passphrase`);
      const root = await rootOf(passphrase, wrapped.subarray(1, 1 + SALT_BYTES), logN);
      try {
        return unwrapKey(root, placeOf(keyName), wrapped.subarray(1 + SALT_BYTES));
      } catch {
        throw new KeyProviderError(
          `the passphrase in KEY_PASSPHRASE_FILE is not the one that wrapped the key ${keyName}, or its file is damaged`,
        );
      }
    },
    destroy: async () => {},
    destroyDays: 0,
  };
}

const placeOf = (keyName: string): WrapPlace => ({ siteId: 'key-file', personId: '', recordId: keyName, epoch: 1 });

function rootOf(passphrase: string, salt: Buffer, logN: number): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** logN, r: 8, p: 1, maxmem: 2 ** logN * 8 * 128 + 32 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
