import { readFileSync } from 'node:fs';
import { UsageError } from './command.ts';

/** The first line of the file that is a secret key; age-keygen writes comments above it. */
export function readIdentity(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`${path} cannot be read`);
  }
  const line = text.split('\n').find((one) => one.startsWith('AGE-SECRET-KEY-'));
  if (line === undefined) throw new UsageError(`${path} holds no age secret key (AGE-SECRET-KEY-…)`);
  return line.trim();
}
