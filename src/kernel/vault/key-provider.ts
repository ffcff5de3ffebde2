/**
 * What stands between a key file and the key in it. The file provider adds nothing: the file itself is the root. A
 * passphrase or a key service wraps the bytes, so that the file alone opens nothing.
 */
export interface KeyProvider {
  /** Written into each key file, so that a file is never opened by the wrong provider. */
  readonly name: string;
  /** The bytes to keep in the key file. `keyName`: such as `epoch-0001`; a provider binds it where it can. */
  wrap(keyName: string, key: Buffer): Promise<Buffer>;
  /** The key again. Throws `KeyProviderError` when it cannot be had. */
  unwrap(keyName: string, wrapped: Buffer): Promise<Buffer>;
  /**
   * Destroys what wrapped this key, where that is another thing than the file: called when the key has ended, before its
   * file is deleted, and again when it was interrupted.
   */
  destroy(keyName: string, wrapped: Buffer): Promise<void>;
  /** Days until what was destroyed is really gone: part of the horizon. */
  readonly destroyDays: number;
}

/** The passphrase is wrong, or the key service is away or says no. The message is one sentence without any secret. */
export class KeyProviderError extends Error {
  override readonly name = 'KeyProviderError';
}

/** Keys lie in their files as they are; the folder's rights protect them. */
export const fileKeyProvider: KeyProvider = {
  name: 'file',
  wrap: async (_keyName, key) => key,
  unwrap: async (_keyName, wrapped) => wrapped,
  destroy: async () => {},
  destroyDays: 0,
};
