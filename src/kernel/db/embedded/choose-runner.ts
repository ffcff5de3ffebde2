import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { asOneself, asUser, inNamespace, namespacesWork, type RunAs, type User, unprivilegedUsers } from './run-as.ts';

export interface RunnerWishes {
  /** Who owns the files that are already there: runs as that user when possible. */
  readonly owner?: number | undefined;
  /** Whether user namespaces may be used; asked of the system when absent. */
  readonly namespaces?: boolean | undefined;
}

/**
 * How PostgreSQL can run with these files: as oneself; when root, as another user who may enter both folders, else in a
 * user namespace. Undefined when neither is possible here.
 */
export function chooseRunner(binaries: string, folder: string, wishes: RunnerWishes = {}): RunAs | undefined {
  if (process.getuid?.() !== 0) return asOneself();
  const users = unprivilegedUsers(wishes.owner);
  const able = users.find((user) => mayRun(user, binaries) && mayEnter(user, folder));
  if (able) return asUser(able);
  const [first] = users;
  return first && (wishes.namespaces ?? namespacesWork(first)) ? inNamespace(first) : undefined;
}

/** Whether the user can start the programs there, libraries included. */
function mayRun({ uid, gid }: User, binaries: string): boolean {
  return (
    spawnSync(join(binaries, 'bin', 'postgres'), ['--version'], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0
  );
}

/** Whether the user may come to what lies in a folder. */
function mayEnter({ uid, gid }: User, folder: string): boolean {
  return spawnSync('test', ['-x', folder], { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0;
}
