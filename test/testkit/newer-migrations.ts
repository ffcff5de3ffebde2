import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/root.ts';

/** The migrations as a newer program brings them: one more. @returns their folder */
export function newerMigrations(into: string): string {
  const folder = join(into, 'migrations');
  cpSync(join(root, 'migrations'), folder, { recursive: true });
  writeFileSync(join(folder, '9999-of-a-newer-program.sql'), 'create table of_a_newer_program (n integer);\n');
  return folder;
}
