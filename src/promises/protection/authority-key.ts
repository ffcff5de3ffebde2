/** Whether a text is an age recipient (`age1…`, X25519 or hybrid): its own checksum finds a mistyped one. */
export async function isAuthorityKey(text: string): Promise<boolean> {
  const { Encrypter } = await import('age-encryption');
  try {
    new Encrypter().addRecipient(text);
    return /^age1[0-9a-z]+$/.test(text);
  } catch {
    return false;
  }
}

/** Encrypts to the authority alone: from here on nobody on this site can read it. */
export async function encryptToAuthority(key: string, plaintext: Uint8Array): Promise<Buffer> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.addRecipient(key);
  return Buffer.from(await encrypter.encrypt(plaintext));
}
