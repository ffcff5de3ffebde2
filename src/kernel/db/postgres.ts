import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import pg from 'pg';
import { type DatabaseAddress, poolOptions, SOCKET_PORT } from './address.ts';
import { LaunchError } from './launch-error.ts';
import type { RunAs } from './run-as.ts';

export interface PostgresPlace {
  /** PostgreSQL's own folder (`bin`, `lib`, `share`). */
  readonly binaries: string;
  /** The cluster's files; made when absent. */
  readonly cluster: string;
  /** The folder of its unix socket: short, and for nobody else. */
  readonly socket: string;
  readonly runAs: RunAs;
  /** Only a database that may be lost (tests) does without. */
  readonly fsync: boolean;
}

/** A running PostgreSQL that is this process's child. */
export interface Postgres {
  readonly address: DatabaseAddress;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** `fast` ends what others are doing, `smart` lets them finish. */
  stop(how: 'fast' | 'smart'): Promise<void>;
}

export const OWNER = 'kristalux';

/** Starts PostgreSQL on a private unix socket, without any network port, and waits until it answers. */
export async function startPostgres(place: PostgresPlace): Promise<Postgres> {
  if (!existsSync(join(place.cluster, 'PG_VERSION'))) await initCluster(place);
  ownFolder(place.socket, place.runAs);
  const child = place.runAs.spawn(join(place.binaries, 'bin', 'postgres'), postgresArguments(place), {
    cwd: place.cluster,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: ENVIRONMENT,
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  let running = true;
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => resolve());
  }).then(() => {
    running = false;
  });
  // Where the kernel does not tie the child to us (no setpriv), at least an orderly exit takes it along.
  const onExit = () => child.kill('SIGINT');
  process.once('exit', onExit);
  void ended.then(() => process.removeListener('exit', onExit));

  const address = { socket: place.socket, user: OWNER, database: 'postgres' };
  while (!(await answers(address))) {
    if (!running) throw new LaunchError(`The built-in PostgreSQL did not start: ${lastLine(said)}.`);
    await Promise.race([ended, pause(10)]);
  }
  return {
    address,
    ended,
    async stop(how) {
      child.kill(how === 'fast' ? 'SIGINT' : 'SIGTERM');
      await ended;
    },
  };
}

// PostgreSQL's own log would quote values of people in its errors; only what stops it is said at all.
function postgresArguments({ cluster, socket, fsync }: PostgresPlace): string[] {
  const settings = {
    listen_addresses: '',
    port: SOCKET_PORT,
    unix_socket_directories: socket,
    unix_socket_permissions: '0700',
    log_min_messages: 'fatal',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(fsync ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

// Made beside its place and moved there whole: a half-made cluster is never taken for one.
async function initCluster({ binaries, cluster, runAs, fsync }: PostgresPlace): Promise<void> {
  const making = `${cluster}.new-${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  ownFolder(making, runAs);
  const args = ['-D', making, '-U', OWNER, '--auth-local=trust', '--auth-host=reject', '--encoding=UTF8', '--locale=C'];
  // The builtin provider knows letters of every script and does not depend on the system's libraries.
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', ...(fsync ? [] : ['--no-sync']));
  const child = runAs.spawn(join(binaries, 'bin', 'initdb'), args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: ENVIRONMENT,
  });
  const said = child.stderr ? readAll(child.stderr) : Promise.resolve('');
  const code = await new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (status) => resolve(status ?? 1));
  });
  if (code !== 0) {
    rmSync(making, { recursive: true, force: true });
    throw new LaunchError(`The database could not be made in ${cluster}: ${lastLine(await said)}.`);
  }
  try {
    renameSync(making, cluster);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    // Another process was faster: its cluster is as good.
    if (!existsSync(join(cluster, 'PG_VERSION'))) throw error;
  }
}

// Nothing of the caller's environment (PGDATA, PGOPTIONS, LD_LIBRARY_PATH) may reach it.
const ENVIRONMENT = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

function ownFolder(path: string, { owner }: RunAs): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
  if (owner) chownSync(path, owner.uid, owner.gid);
}

async function answers(address: DatabaseAddress): Promise<boolean> {
  const client = new pg.Client(poolOptions(address));
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}

const lastLine = (said: string) => said.trim().split('\n').at(-1)?.replace(/\.$/, '') || 'it said nothing';

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
