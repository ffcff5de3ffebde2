import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { DatabaseError } from '../database-error.ts';

/** How PostgreSQL's programs are started so that they do not run as root and end with this process. */
export interface RunAs {
  /** Who the files must belong to: a user id, or undefined for this process's own. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  spawn(program: string, args: readonly string[], options: SpawnOptions): ChildProcess;
}

/** This process's own user: the ordinary case. */
export function asOneself(): RunAs {
  return { owner: undefined, spawn: (program, args, options) => spawnTied([], program, args, options) };
}

/** Another user, when this process is root: PostgreSQL refuses to be root. */
export function asUser(user: User): RunAs {
  const { uid, gid } = user;
  return {
    owner: { uid, gid },
    spawn: (program, args, options) => spawnTied([], program, args, { ...options, uid, gid }),
  };
}

/**
 * Root that looks like an ordinary user to PostgreSQL, by a user namespace: for folders that no other user may enter.
 * The files stay root's own.
 */
export function inNamespace(user: User): RunAs {
  const wrap = ['unshare', '--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`];
  return { owner: { uid: 0, gid: 0 }, spawn: (program, args, options) => spawnTied(wrap, program, args, options) };
}

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The users of this system whom PostgreSQL may run as, best first: `initdb` needs one with a name. */
export function unprivilegedUsers(owner?: number): readonly User[] {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid, gid }) => name !== '' && uid > 0 && Number.isInteger(gid));
  const best = users.filter(({ uid }) => uid === owner);
  const usual = ['postgres', 'nobody'].flatMap((name) => users.filter((user) => user.name === name));
  const found = [...best, ...usual];
  if (found.length > 0) return found;
  if (users.length > 0) return users.slice(0, 1);
  throw new DatabaseError(
    'The built-in PostgreSQL cannot run as root, and this system has no other user: set DATABASE_URL.',
  );
}

/** Whether programs may be started in a user namespace here; containers often forbid it. */
export function namespacesWork(user: User): boolean {
  const args = ['--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`, 'true'];
  return spawnSync('unshare', args, { stdio: 'ignore' }).status === 0;
}

// setpriv asks the kernel to send SIGINT (a fast, clean shutdown) when this process ends, however it ends. It comes
// last, because a change of user clears the wish. A process group of its own keeps the terminal's Ctrl-C away.
function spawnTied(wrap: readonly string[], program: string, args: readonly string[], options: SpawnOptions) {
  const tie = canTie() ? TIE : [];
  const [command = program, ...rest] = [...wrap, ...tie, program, ...args];
  return spawn(command, rest, { ...options, detached: true });
}

const TIE = ['setpriv', '--pdeathsig', 'INT'];

// Absent outside Linux, and without this option before util-linux 2.33.
const canTie = () => spawnSync('setpriv', [...TIE.slice(1), 'true'], { stdio: 'ignore' }).status === 0;
