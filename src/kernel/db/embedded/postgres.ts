import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { type DatabaseAddress, SOCKET_PORT } from '../address.ts';
import { DatabaseError } from '../database-error.ts';
import { clearStale, readPostmaster } from './postmaster.ts';
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
  readonly address: DatabaseAddress & { readonly socket: string };
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** A fast, clean shutdown: what others are doing is rolled back. */
  stop(): Promise<void>;
}

/** The cluster's own name for us; nobody else can reach the socket. */
const OWNER = 'kristalux';

/** Somebody else's PostgreSQL already runs on the cluster, or is just ending: visit it, or try again. */
export class ClusterTaken extends Error {
  override readonly name = 'ClusterTaken';
}

/**
 * Starts PostgreSQL on a private unix socket, without any network port, and waits until it takes connections. Throws
 * `ClusterTaken`, or a `DatabaseError` with what it said last.
 */
export async function startPostgres(place: PostgresPlace): Promise<Postgres> {
  if (!existsSync(join(place.cluster, 'PG_VERSION'))) await initCluster(place);
  clearStale(place.cluster);
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
    child.once('close', () => resolve());
  }).then(() => {
    running = false;
  });
  // Where the kernel does not tie the child to us (no setpriv), at least an orderly exit takes it along.
  const onExit = () => child.kill('SIGINT');
  process.once('exit', onExit);
  void ended.then(() => process.removeListener('exit', onExit));

  for (;;) {
    const found = readPostmaster(place.cluster);
    if (found?.pid === child.pid && found?.ready) break;
    if (!running) throw whyNot(said);
    await Promise.race([ended, setTimeout(5)]);
  }
  return {
    address: addressOf(place),
    pid: child.pid ?? 0,
    ended,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** The address of the PostgreSQL in a place, running or not. */
export function addressOf({ socket }: PostgresPlace): DatabaseAddress & { readonly socket: string } {
  return { socket, user: OWNER, database: 'postgres' };
}

function whyNot(said: string): Error {
  if (/lock file "postmaster.pid"|shared memory block .* still in use/.test(said))
    return new ClusterTaken(lastLine(said));
  return new DatabaseError(`The built-in PostgreSQL did not start: ${lastLine(said)}.`);
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
    // Nobody copies from its log, so a table that is filled in the transaction that emptied it is on the disk once, not twice.
    wal_level: 'minimal',
    max_wal_senders: '0',
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
    throw new DatabaseError(`The database could not be made in ${cluster}: ${lastLine(await said)}.`);
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

// The line that says what is wrong; PostgreSQL adds advice below it.
function lastLine(said: string): string {
  const lines = said.trim().split('\n');
  const line = lines.findLast((text) => /FATAL|PANIC|error:/.test(text)) ?? lines.at(-1) ?? '';
  return line.replace(/^.*?(FATAL|PANIC|error):\s*/, '').replace(/\.$/, '') || 'it said nothing';
}
