import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What PostgreSQL writes of itself into its folder while it runs. */
export interface Postmaster {
  readonly pid: number;
  readonly ready: boolean;
}

/** Who runs on this cluster according to its `postmaster.pid`; the file may be left over from a crash. */
export function readPostmaster(cluster: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, ready: lines[7]?.trim() === 'ready' } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether that process lives and is a PostgreSQL on this cluster. */
export function isRunning({ pid }: Postmaster, cluster: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    // Gone, or somebody else's: a PostgreSQL on files of ours is ours.
    return false;
  }
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-p', `${pid}`, '-o', 'comm='], { encoding: 'utf8' }).stdout.includes('postgres');
  }
  try {
    // A PostgreSQL works in its cluster's folder; a stranger with a number used again does not.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    return false;
  }
}

/**
 * Removes a `postmaster.pid` whose process is gone. PostgreSQL does so itself unless the number has been given to
 * another process since, as happens in containers, where numbers are small and start over.
 */
export function clearStale(cluster: string): void {
  const found = readPostmaster(cluster);
  if (found && !isRunning(found, cluster)) rmSync(join(cluster, 'postmaster.pid'), { force: true });
}
