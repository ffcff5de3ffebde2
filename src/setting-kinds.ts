import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isLoopback } from './kernel/is-loopback.ts';

/** A wrong setting stops the start with this one sentence. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
  readonly setting: string;
  constructor(setting: string, what: string) {
    super(`${setting} ${what}.`);
    this.setting = setting;
  }
}

interface Definition<T> {
  readonly name: string;
  readonly fallback: string | undefined;
  readonly must: string;
  readonly sentence: string;
  readonly schema: z.ZodType<T>;
}

export const define = <T>(
  name: string,
  fallback: string | undefined,
  must: string,
  schema: z.ZodType<T>,
  sentence: string,
): Definition<T> => ({ name, fallback, must, schema, sentence });

export const folder = z.string().transform((path) => resolve(path));

export const count = (max: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().max(max));

export const url = (...protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), { abort: true });

export function isBase(text: string): boolean {
  const { protocol, hostname, pathname, search, hash, username, password } = new URL(text);
  const bare = pathname === '/' && !search && !hash && !username && !password;
  return bare && (protocol === 'https:' || isLoopback(hostname));
}

export function originOf(text: string): string {
  return new URL(text).origin;
}

export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
