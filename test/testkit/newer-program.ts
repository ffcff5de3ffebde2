import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/root.ts';
import { newerMigrations } from './newer-migrations.ts';

/** This program as a later version will be: built, and with one migration more. @returns its folder */
export function newerProgram(folder: string): string {
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(root, part), join(folder, part), { recursive: true });
  for (const part of ['node_modules', 'policy', 'src']) symlinkSync(join(root, part), join(folder, part));
  newerMigrations(folder);
  return folder;
}
