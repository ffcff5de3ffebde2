// Run by `npm pack` and `npm publish`. Before: builds the program, and lays the lock file into the package under the name
// that npm reads at an installation, so that whoever installs gets the packages that were tested. After: takes it away.
import { copyFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const lock = at('npm-shrinkwrap.json');

if (process.argv[2] === 'before') {
  const { buildProgram } = await import('./build.mjs');
  await buildProgram({ always: true });
  copyFileSync(at('package-lock.json'), lock);
} else rmSync(lock, { force: true });
