import { createCipheriv, createDecipheriv, createHmac, type KeyObject } from 'node:crypto';
import { hkdfExpand } from './hkdf-expand.ts';
import type { Keys } from './keys.ts';
import { lengthPrefixed } from './length-prefixed.ts';
import { normaliseAccountName } from './normalise-account-name.ts';
import { normaliseEmail } from './normalise-email.ts';
import { normalisePhone } from './normalise-phone.ts';
import type { Tag } from './store.ts';

/** The indexes there are: only identifiers that cannot be guessed one by one from a short list. */
const INDEXES = {
  email: { normaliser: 'email/v1', normalise: normaliseEmail },
  phone: { normaliser: 'phone/v1', normalise: normalisePhone },
  account: { normaliser: 'account/v1', normalise: normaliseAccountName },
} as const;
export type IndexName = keyof typeof INDEXES;

/**
 * Finds who left an identifier without keeping it readable: HMAC-SHA-256 of its normalised form under a key that never
 * turns, wrapped (AES-256 key wrap, RFC 3394) by a key that does. Without both key files nobody can try addresses
 * against a stolen database; and a tag is renewed by unwrapping and wrapping it, so turning opens nobody's address.
 */
export interface BlindIndex {
  /** One tag for each living epoch, newest last: what to look for. None when the text is no such identifier. */
  tags(index: IndexName, text: string): readonly Tag[];
  /** The tag of the newest epoch for the same identifier. */
  renewed(tag: Tag): Tag;
}

export function createBlindIndex(keys: Keys): BlindIndex {
  // Derived once each, also for an epoch that begins while the server runs.
  const derived = new Map<string, Buffer>();
  const derive = (root: KeyObject, purpose: readonly string[]) => {
    const name = purpose.join(' ');
    const key = derived.get(name) ?? hkdfExpand('sha256', root, lengthPrefixed(purpose), 32);
    derived.set(name, key);
    return key;
  };
  const wrapping = (epoch: number) => {
    const key = keys.indexKey(epoch);
    return key && derive(key, ['kristalux/index-wrap/v1', String(epoch)]);
  };
  const tagOf = (hash: Buffer, epoch: number): Tag => {
    const key = wrapping(epoch);
    return { epoch, tag: key === null ? hash : wrap(key, hash.subarray(0, WRAPPED_BYTES)) };
  };
  return {
    tags: (index, text) => {
      const { normaliser, normalise } = INDEXES[index];
      const normal = normalise(text);
      if (normal === undefined) return [];
      const root = derive(keys.index, ['kristalux/index/v1', index, '1']);
      const hash = createHmac('sha256', root)
        .update(lengthPrefixed(['kristalux/tag/v1', keys.siteId, index, normaliser, normal]))
        .digest();
      return keys.indexEpochs.map((epoch) => tagOf(hash, epoch));
    },
    renewed: ({ tag, epoch }) => {
      const key = wrapping(epoch);
      return tagOf(key === null ? tag : unwrap(key, tag), keys.indexEpochs.at(-1) ?? epoch);
    },
  };
}

/** Wrapped they are 32 bytes again, and 192 bits of the hash are more than enough to tell identifiers apart. */
const WRAPPED_BYTES = 24;
/** The initial value of RFC 3394. */
const INITIAL = Buffer.alloc(8, 0xa6);

function wrap(key: Buffer, hash: Buffer): Buffer {
  const cipher = createCipheriv('id-aes256-wrap', key, INITIAL);
  return Buffer.concat([cipher.update(hash), cipher.final()]);
}

function unwrap(key: Buffer, tag: Buffer): Buffer {
  const decipher = createDecipheriv('id-aes256-wrap', key, INITIAL);
  return Buffer.concat([decipher.update(tag), decipher.final()]);
}
