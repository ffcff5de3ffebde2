import { createCipheriv, randomBytes, scrypt } from 'node:crypto';
import type { Recipient } from 'age-encryption';

/** 2^17 rounds, 128 MB for a moment: what `age -p` asks of a guesser, give or take a factor of two. */
const LOG_N = 17;
const KEY_BYTES = 32;

/** What a passphrase became: seals one file and no second one, and the passphrase cannot be had from it. */
export interface DerivedPassphrase {
  readonly salt: Buffer;
  readonly key: Buffer;
}

/** The hard work happens here, on a thread of its own: the library would do it on the one that answers everybody. */
export async function derivePassphrase(passphrase: string): Promise<DerivedPassphrase> {
  const salt = randomBytes(16);
  const labelled = Buffer.concat([Buffer.from('age-encryption.org/v1/scrypt'), salt]);
  const key = await new Promise<Buffer>((resolve, reject) => {
    const cost = { N: 2 ** LOG_N, r: 8, p: 1, maxmem: 2 ** (LOG_N + 11) };
    scrypt(passphrase, labelled, KEY_BYTES, cost, (error, made) => (error === null ? resolve(made) : reject(error)));
  });
  return { salt, key };
}

/** A passphrase as a recipient of the age format (age-encryption.org/v1, the scrypt recipient), for one file. */
export function passphraseRecipient({ salt, key }: DerivedPassphrase): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const { Stanza } = await import('age-encryption');
      // The key is made for this one file, so a nonce of zeros is used once: so the format has it.
      const cipher = createCipheriv('chacha20-poly1305', key, Buffer.alloc(12), { authTagLength: 16 });
      const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
      return [new Stanza(['scrypt', salt.toString('base64').replaceAll('=', ''), String(LOG_N)], body)];
    },
  };
}
