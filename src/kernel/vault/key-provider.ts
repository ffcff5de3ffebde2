/**
 * What stands between a key file and the key in it. The file provider adds nothing: the file itself is the root. A
 * passphrase or a key service wraps the bytes, so that the file alone opens nothing.
 */
export interface KeyProvider {
  /** Written into each key file, so that a file is never opened by the wrong provider. */
  readonly name: string;
  /** The bytes to keep in the key file. `keyName`: such as `epoch-0001`; a provider binds it where it can. */
  wrap(keyName: string, key: Buffer): Promise<Buffer>;
  /** The key again. Throws when the bytes are not of this provider. */
  unwrap(keyName: string, wrapped: Buffer): Promise<Buffer>;
}

/** Keys lie in their files as they are; the folder's rights protect them. */
export const fileKeyProvider: KeyProvider = {
  name: 'file',
  wrap: async (_keyName, key) => key,
  unwrap: async (_keyName, wrapped) => wrapped,
};
