import { createHash } from 'node:crypto';
import { cpSync, existsSync, lchownSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseError } from '../database-error.ts';
import { findBinaries } from './binaries.ts';
import { chooseRunner } from './choose-runner.ts';
import { checkMajor, checkOwner, clusterOf, MAJOR, makeDataDir, recordCluster, socketOf } from './places.ts';
import type { PostgresPlace } from './postgres.ts';
import type { RunAs } from './run-as.ts';

/** What differs from system to system; tests give their own. */
export interface Surroundings {
  readonly binaries: string;
  /** Where root keeps what an unprivileged user must reach. */
  readonly systemFolder: string;
  readonly namespaces?: boolean | undefined;
}

export function thisSystem(): Surroundings {
  return { binaries: findBinaries(), systemFolder: '/var/lib/kristalux' };
}

/**
 * Finds out where the built-in PostgreSQL of a `DATA_DIR` lies and how it can run there, and makes that so. Whatever is
 * in the way is a `DatabaseError`; `say` hears of anything the operator would not expect.
 */
export function preparePlace(dataDir: string, system: Surroundings, say: (sentence: string) => void): PostgresPlace {
  makeDataDir(dataDir);
  checkOwner(clusterOf(dataDir), dataDir);
  checkMajor(clusterOf(dataDir), dataDir);
  const { binaries, runAs } = runnerFor(dataDir, system, say);
  const cluster = clusterOf(dataDir);
  takeOwnership(cluster, runAs);
  removeLeftovers(cluster);
  return { binaries, runAs, cluster, socket: socketOf(dataDir), fsync: true };
}

function runnerFor(dataDir: string, system: Surroundings, say: (sentence: string) => void) {
  const { binaries, systemFolder, namespaces } = system;
  const cluster = clusterOf(dataDir);
  const owner = statSync(cluster, { throwIfNoEntry: false })?.uid;
  const runAs = chooseRunner(binaries, dirname(cluster), { owner, namespaces });
  if (runAs) return { binaries, runAs };

  // Root, in a folder that no other user may enter, on a system without user namespaces.
  const copied = copyBinaries(binaries, systemFolder);
  const there = chooseRunner(copied, dirname(cluster), { owner, namespaces });
  if (there) return { binaries: copied, runAs: there };
  if (existsSync(cluster)) {
    throw new DatabaseError(
      `As root, PostgreSQL cannot reach ${dataDir} on this system: move that folder to where other users may pass, and set DATA_DIR to it.`,
    );
  }
  const home = join(systemFolder, createHash('sha256').update(dataDir).digest('hex').slice(0, 16));
  mkdirSync(home, { recursive: true, mode: 0o711 });
  const moved = chooseRunner(copied, home, { namespaces });
  if (!moved)
    throw new DatabaseError(
      'The built-in PostgreSQL cannot run as root here: start Kristalux as another user, or set DATABASE_URL.',
    );
  recordCluster(dataDir, join(home, 'postgres'));
  say(
    `As root, PostgreSQL cannot reach ${dataDir} on this system, so the data lie in ${home}; that folder belongs to this DATA_DIR.`,
  );
  return { binaries: copied, runAs: moved };
}

function copyBinaries(binaries: string, systemFolder: string): string {
  const digest = createHash('sha256').update(binaries).digest('hex').slice(0, 8);
  const copied = join(systemFolder, `postgresql-${MAJOR}-${digest}`);
  if (existsSync(copied)) return copied;
  const making = `${copied}.new-${process.pid}`;
  mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
  cpSync(binaries, making, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(making, copied);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(copied)) throw error;
  }
  return copied;
}

// Files that root unpacked from a copy, or that were made while another way to run was chosen.
function takeOwnership(cluster: string, { owner }: RunAs): void {
  const found = statSync(cluster, { throwIfNoEntry: false });
  if (!owner || !found || found.uid === owner.uid) return;
  for (const path of readdirSync(cluster, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(cluster, path), owner.uid, owner.gid);
  }
  // The folder last: until then an interrupted change is made again.
  lchownSync(cluster, owner.uid, owner.gid);
}

// What a process left that ended while it made a cluster.
function removeLeftovers(cluster: string): void {
  const parent = dirname(cluster);
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    const pid = Number(/^postgres\.new-(\d+)$/.exec(name)?.[1]);
    if (pid > 0 && pid !== process.pid && !lives(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
