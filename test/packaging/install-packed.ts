import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../../src/root.ts';

interface Manifest {
  readonly files: readonly string[];
}
interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly link?: boolean }>>;
}

const json = <T>(path: string) => JSON.parse(readFileSync(join(root, path), 'utf8')) as T;

/** `npm pack` in a copy of the sources that was never built; the tarball. */
export function pack(folder: string): string {
  const { files } = json<Manifest>('package.json');
  const taken = files.filter((name) => !name.startsWith('!') && !['dist', 'npm-shrinkwrap.json'].includes(name));
  for (const name of [...taken, 'tools', 'packages', 'package.json', 'package-lock.json', 'README.md', 'LICENSE']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const { status, stdout, stderr } = npm(folder, 'pack', '--json', '--offline');
  assert.equal(status, 0, stderr);
  const [, name = ''] = /"filename": "([^"]+)"/.exec(stdout) ?? [];
  return join(folder, name);
}

/**
 * Lays the tarball into a folder as npm does, with the packages that an installation has, and none that only developing
 * takes; the program to start. The packages are linked from here, so nothing is fetched.
 */
export function installPacked(tarball: string, folder: string): string {
  const unpacked = spawnSync('tar', ['-xzf', tarball, '-C', folder], { encoding: 'utf8' });
  assert.equal(unpacked.status, 0, unpacked.stderr);
  const place = join(folder, 'package');
  const { packages } = json<Lock>('package-lock.json');
  const own = Object.entries(packages).filter(([path, { dev, link }]) => /^node_modules\//.test(path) && !dev && !link);
  for (const [path] of own.filter(([path]) => !/node_modules\/.*node_modules\//.test(path))) {
    if (!existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(place, path)), { recursive: true });
    symlinkSync(join(root, path), join(place, path));
  }
  return join(place, 'bin/kristalux.mjs');
}

/** npm as a person starts it: the settings of the npm that runs the tests are not its own. */
function npm(cwd: string, ...args: readonly string[]) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  return spawnSync('npm', [...args, '--loglevel=error'], { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 26 });
}
