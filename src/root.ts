import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The package's own folder: where `migrations/` and the shipped `policy/` lie. Found by walking up, because the same
 * source runs from `dist/`, from `dist/chunks/` and from the tests' build folder.
 */
export const root = findRoot(dirname(fileURLToPath(import.meta.url)));

function findRoot(from: string): string {
  if (existsSync(join(from, 'package.json')) && existsSync(join(from, 'migrations'))) return from;
  const above = dirname(from);
  if (above === from) throw new Error('the package folder of kristalux was not found');
  return findRoot(above);
}
