import { createHmac, timingSafeEqual } from 'node:crypto';
import { lengthPrefixed } from './length-prefixed.ts';

/** A key file is lost, foreign, damaged or readable by others. The message is one sentence that names the file. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

export interface KeyFile {
  readonly name: string;
  readonly siteId: string;
  readonly provider: string;
  /** The key as the provider wrapped it. */
  readonly wrapped: Buffer;
  /** HMAC of name and site by the key itself: tells a damaged, renamed or exchanged key from the right one. */
  readonly check: Buffer;
}

const FIRST_LINE = 'kristalux key file, format 1: keep it secret, keep it apart from the data';

/** The text of a key file: five lines behind one that says what it is. */
export function writeKeyFile(file: KeyFile): string {
  return [
    FIRST_LINE,
    `name ${file.name}`,
    `site ${file.siteId}`,
    `provider ${file.provider}`,
    `key ${file.wrapped.toString('base64')}`,
    `check ${file.check.toString('base64')}`,
    '',
  ].join('\n');
}

/** Reads a key file's text. Undefined when it is none. */
export function parseKeyFile(text: string): KeyFile | undefined {
  const lines = text.split('\n');
  if (lines.length !== 7 || lines[0] !== FIRST_LINE || lines[6] !== '') return undefined;
  const [name, siteId, provider, key, check] = ['name', 'site', 'provider', 'key', 'check'].map((word, index) => {
    const line = lines[index + 1] ?? '';
    return line.startsWith(`${word} `) ? line.slice(word.length + 1) : undefined;
  });
  if (!name || !siteId || !provider || !key || !check) return undefined;
  const file = { name, siteId, provider, wrapped: Buffer.from(key, 'base64'), check: Buffer.from(check, 'base64') };
  // Base64 is read leniently by Node; what does not write back to the same text was damaged.
  return writeKeyFile(file) === text ? file : undefined;
}

/** The check value of a key: safe to show, since the key is 32 random bytes. */
export function keyCheck(key: Buffer, name: string, siteId: string): Buffer {
  return createHmac('sha256', key)
    .update(lengthPrefixed(['kristalux/key-check/v1', name, siteId]))
    .digest();
}

export const sameCheck = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);
