import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openSeveral } from '../../src/bench/several.ts';
import { openSeveralServers } from '../../src/bench/several-servers.ts';
import { openTestDatabase, type TestDatabase } from '../testkit/database.ts';
import { openTestFolder } from '../testkit/folder.ts';
import { freePort } from '../testkit/free-port.ts';

/** Undefined where it is not on this machine, or is older than 1.21, which knows no prepared statements. */
function pgbouncer(): string | undefined {
  const { stdout } = spawnSync('pgbouncer', ['--version'], { encoding: 'utf8' });
  const [, version = ''] = /PgBouncer (1\.\d+)/.exec(stdout ?? '') ?? [];
  return Number(version.slice(2)) >= 21 ? version : undefined;
}

/** Fewer connections to the database than the servers hold to the pooler: each statement may meet another one. */
const CONNECTIONS = 6;

async function openPooler(database: TestDatabase, folder: string) {
  const { address, name } = database;
  assert('socket' in address);
  const port = await freePort();
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'any',
    pool_mode: 'transaction',
    default_pool_size: CONNECTIONS,
    max_prepared_statements: 500,
    ignore_startup_parameters: 'options',
  };
  const file = join(folder, 'pgbouncer.ini');
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${value}`);
  const target = `${name} = host=${address.socket} dbname=${name} user=${address.user}`;
  writeFileSync(file, `[databases]\n${target}\n[pgbouncer]\n${lines.join('\n')}\n`);
  chmodSync(file, 0o644);
  const [command = '', ...args] = [...asOwnerOf(address.socket), 'pgbouncer', file];
  const pooler = spawn(command, args, { stdio: 'ignore' });
  while (!(await answers(port))) await pause(20);
  return {
    url: `postgres://${address.user}@127.0.0.1:${port}/${name}`,
    async [Symbol.asyncDispose]() {
      const ended = once(pooler, 'close');
      pooler.kill('SIGKILL');
      await ended;
    },
  };
}

/** It refuses to be root, as PostgreSQL does, and only the user of that one may enter the folder of its socket. */
function asOwnerOf(folder: string): readonly string[] {
  if (process.getuid?.() !== 0) return [];
  const { uid, gid } = statSync(folder);
  if (uid === 0) return ['unshare', '--user', '--map-user=1', '--map-group=1'];
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return await new Promise((resolve) => {
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

test('through PgBouncer in transaction mode, servers are killed under load, keys are turned, and no act is lost or doubled', async () => {
  if (pgbouncer() === undefined) {
    console.log('not tried: this machine has no PgBouncer of 1.21 or newer');
    return;
  }
  using folder = openTestFolder();
  await using database = await openTestDatabase();
  await using pooler = await openPooler(database, folder.path);
  const servers = await openSeveralServers(2, {
    DATABASE_URL: pooler.url,
    KEY_DIR: join(folder.path, 'keys'),
    BACKUP_DIR: join(folder.path, 'backups'),
  });
  try {
    const several = await openSeveral(servers);
    await several.round(0);
    await servers.command('keys', 'rotate');
    await several.round(1);
    assert((await several.settle()) >= 160);
  } finally {
    await servers.close();
  }
});
