import { createHash, createHmac, pbkdf2, scrypt } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Algorithm, Version } from '@node-rs/argon2';
import { ITOA64, type OldScheme } from './read-old-hash.ts';

type Of<Form extends OldScheme['form']> = Extract<OldScheme, { readonly form: Form }>;

/** What the other system would have made of this password. Only for a scheme that was read, and so bounded. */
export async function oldDigest(scheme: OldScheme, password: string): Promise<Buffer> {
  switch (scheme.form) {
    case 'bcrypt': {
      const { hash } = await import('@node-rs/bcrypt');
      const hashed = scheme.before === undefined ? password : wordPressKey(password);
      return Buffer.from((await hash(hashed, scheme.cost, bcryptSalt(scheme.salt))).slice(29), 'latin1');
    }
    case 'argon2':
      return await argon2Digest(scheme, password);
    case 'scrypt': {
      const { n: N, r, p, length, salt } = scheme;
      // What it needs, and a little for node's own count.
      return await scryptOf(password, Buffer.from(salt, 'base64'), length, { N, r, p, maxmem: 256 * N * r });
    }
    case 'pbkdf2':
      return await promisify(pbkdf2)(
        password,
        Buffer.from(scheme.salt, 'base64'),
        scheme.rounds,
        scheme.length,
        scheme.digest,
      );
    case 'phpass':
      return await phpassDigest(scheme, password);
  }
}

/** What WordPress gives to bcrypt. It trims what is chosen as a password, as PHP does. */
function wordPressKey(password: string): string {
  const trimmed = password.replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '');
  return createHmac('sha384', 'wp-sha384').update(trimmed).digest('base64');
}

const BCRYPT64 = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** bcrypt spells its salt in an order of letters of its own. */
function bcryptSalt(letters: string): Buffer {
  return Buffer.from([...letters].map((one) => BASE64[BCRYPT64.indexOf(one)]).join(''), 'base64');
}

const scryptOf = promisify<string, Buffer, number, object, Buffer>(scrypt);

// The package exports const enums, which erasable syntax cannot read.
const ALGORITHMS = { d: 0 as Algorithm, i: 1 as Algorithm, id: 2 as Algorithm };
const VERSIONS = { 16: 0 as Version, 19: 1 as Version };

async function argon2Digest(scheme: Of<'argon2'>, password: string): Promise<Buffer> {
  const { hashRaw } = await import('@node-rs/argon2');
  return await hashRaw(password, {
    algorithm: ALGORITHMS[scheme.kind],
    version: VERSIONS[scheme.version],
    memoryCost: scheme.memory,
    timeCost: scheme.passes,
    parallelism: scheme.lanes,
    outputLen: scheme.length,
    salt: Buffer.from(scheme.salt, 'base64'),
  });
}

/** How many letters of the hash are kept. */
const PHPASS_LETTERS = { md5: 22, sha512: 43 } as const;

/** phpass: the same digest over and over, spelled in its own letters. */
async function phpassDigest(scheme: Of<'phpass'>, password: string): Promise<Buffer> {
  const { salt, log2 } = scheme;
  const digest = scheme.digest ?? 'md5';
  const typed = Buffer.from(password, 'utf8');
  const digestOf = (...parts: readonly Buffer[]) => createHash(digest).update(Buffer.concat(parts)).digest();
  let hash = digestOf(Buffer.from(salt, 'latin1'), typed);
  for (let round = 0; round < 2 ** log2; round += 1) {
    hash = digestOf(hash, typed);
    // It is no work of another thread: whoever else asks gets their turn in between.
    if (round % 1024 === 1023) await setImmediate();
  }
  let letters = '';
  for (let at = 0; at < hash.length; at += 3) {
    let bits = (hash[at] ?? 0) | ((hash[at + 1] ?? 0) << 8) | ((hash[at + 2] ?? 0) << 16);
    for (let n = 0; n < 4; n += 1) {
      letters += ITOA64[bits & 63] ?? '';
      bits >>>= 6;
    }
  }
  return Buffer.from(letters.slice(0, PHPASS_LETTERS[digest]), 'latin1');
}
