// Installs the packages when they are missing or older than the lock file. Needs nothing but Node and npm.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Ends the process with one sentence when Node is too old or the packages cannot be had. */
export function installMissing() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Kristalux needs Node 20.19 or newer; this is Node ${process.versions.node}.`);
    process.exit(1);
  }
  const installed = `${root}node_modules/.package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs) return;
  if (existsSync(installed) && sameVersions(installed)) return;
  console.log('Installing packages (once) …');
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit' });
  if (done.status !== 0) {
    console.error('The packages could not be installed; see what npm said above.');
    process.exit(1);
  }
}

// A fresh checkout may be younger than the packages beside it; equal versions need no second install.
function sameVersions(installed) {
  const versions = (file) => {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'));
    return Object.entries(packages).filter(([path]) => path !== '');
  };
  const have = new Map(versions(installed).map(([path, { version }]) => [path, version]));
  return versions(`${root}package-lock.json`).every(
    ([path, { version, optional }]) => have.get(path) === version || (optional && !have.has(path)),
  );
}
