import { createHmac } from 'node:crypto';
import type { GateParts } from '../../kernel/gate/parts.ts';

/** What is stored of a password: the argon2id hash under a key of the site, so that a stolen table cannot be guessed at. */
export async function verifierOf(parts: GateParts, password: string, salt: Buffer): Promise<Buffer> {
  const hash = await parts.passwords.hash(password, salt);
  return createHmac('sha256', parts.keys.signIn).update(hash).digest();
}

/** What is stored of a password, or what nobody can ever type, where the account has no password. */
export async function verifierOrNone(parts: GateParts, password: string | undefined, salt: Buffer): Promise<Buffer> {
  return password === undefined || password === '' ? parts.random.bytes(32) : await verifierOf(parts, password, salt);
}
