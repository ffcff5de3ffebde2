import { readFile } from 'node:fs/promises';
import { KeyProviderError } from '../key-provider.ts';

/** A setting that this provider cannot do without. */
export function needed(value: string | undefined, name: string, provider: string): string {
  if (value === undefined) throw new KeyProviderError(`KEY_PROVIDER=${provider} needs ${name}`);
  return value;
}

/** A secret in a file of its own, so that it is in no environment, no command line and no log. Its last newline is none of it. */
export async function readSecretFile(path: string, name: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new KeyProviderError(`the file that ${name} names cannot be read (${error.code ?? error.name})`);
  });
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw new KeyProviderError(`the file that ${name} names is empty`);
  return secret;
}
