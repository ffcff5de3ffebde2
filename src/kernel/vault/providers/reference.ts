import type { z } from 'zod';
import { KeyProviderError } from '../key-provider.ts';

/** What a key file holds where a service wraps: which of its keys did, and what came out. */
export const toJson = (reference: object): Buffer => Buffer.from(JSON.stringify(reference));

export function fromJson<T>(schema: z.ZodType<T>, wrapped: Buffer, keyName: string): T {
  try {
    return schema.parse(JSON.parse(wrapped.toString('utf8')));
  } catch {
    throw new KeyProviderError(`the key ${keyName} was not wrapped by this key service`);
  }
}
