import { createHmac } from 'node:crypto';
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
 * Finds who left an identifier without keeping it readable: HMAC-SHA-256 of its normalised form, with a key of its own
 * for each index and epoch. Without the key file nobody can try addresses against a stolen database.
 */
export interface BlindIndex {
  /** One tag for each living epoch, newest last; none when the text is no such identifier. */
  tags(index: IndexName, text: string): readonly Tag[];
}

export function createBlindIndex(keys: Keys): BlindIndex {
  // Derived once for each epoch, also for one that begins while the server runs.
  const indexKeys = new Map<string, Buffer>();
  const keyOf = (index: string, epoch: number) => {
    const name = `${index} ${epoch}`;
    const key = indexKeys.get(name) ?? indexKey(keys, index, epoch);
    indexKeys.set(name, key);
    return key;
  };
  return {
    tags: (index, text) => {
      const { normaliser, normalise } = INDEXES[index];
      const normal = normalise(text);
      if (normal === undefined) return [];
      const tagged = lengthPrefixed(['kristalux/tag/v1', keys.siteId, index, normaliser, normal]);
      return keys.indexEpochs.map((epoch) => {
        return { tag: createHmac('sha256', keyOf(index, epoch)).update(tagged).digest(), epoch };
      });
    },
  };
}

function indexKey(keys: Keys, index: string, epoch: number): Buffer {
  return hkdfExpand('sha256', keys.indexRoot(epoch), lengthPrefixed(['kristalux/index/v1', index, String(epoch)]), 32);
}
