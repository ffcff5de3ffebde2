import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { openSeveral } from '../../src/bench/several.ts';
import { openSeveralServers } from '../../src/bench/several-servers.ts';
import type { Db } from '../../src/kernel/db/db.ts';
import { openDb } from '../../src/kernel/db/open-db.ts';
import type { GateParts } from '../../src/kernel/gate/parts.ts';
import { fsck } from '../../src/kernel/ledger/fsck.ts';
import { readCatalog } from '../../src/kernel/scale/store.ts';
import { openTestDatabase } from '../testkit/database.ts';
import { openTestFolder } from '../testkit/folder.ts';
import { freePort } from '../testkit/free-port.ts';

/** The programs of a whole PostgreSQL: `FAILOVER=/usr/lib/postgresql/15/bin`. Absent: nothing is tried. */
const BIN = process.env.FAILOVER;
/** PostgreSQL refuses to be root. Any user does. */
const ORDINARY = 1;
const asRoot = process.getuid?.() === 0;
const through = asRoot ? ['setpriv', `--reuid=${ORDINARY}`, `--regid=${ORDINARY}`, '--clear-groups'] : [];

function run(program: string, ...args: readonly string[]): void {
  const [command = '', ...rest] = [...through, join(BIN ?? '', program), ...args];
  const { status, stderr } = spawnSync(command, rest, { encoding: 'utf8', cwd: '/' });
  assert.equal(status, 0, `${program}: ${stderr}`);
}

interface Machine {
  readonly port: number;
  readonly db: Db;
  /** As a machine that is gone at once. */
  kill(): Promise<void>;
}

async function startMachine(
  cluster: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<Machine> {
  const own = { port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '', wal_level: 'logical' };
  const given = Object.entries({ ...own, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command = '', ...args] = [...through, join(BIN ?? '', 'postgres'), '-D', cluster, ...given];
  const child = spawn(command, args, { stdio: 'ignore', cwd: '/' });
  const ended = once(child, 'close');
  const db = openDb({ url: `postgres://kristalux@127.0.0.1:${port}/postgres` }, { connections: 2 });
  while ((await db.row('select 1').catch(() => undefined)) === undefined) await pause(50);
  return {
    port,
    db,
    async kill() {
      const pid = Number(readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      await ended;
      await db.close();
    },
  };
}

/** What stands before the machines where there are several: it leads to the one that takes writes. */
async function openWay(first: number) {
  let target = first;
  const open = new Set<Socket>();
  const server = createServer((from) => {
    const to = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const port = await freePort();
  server.listen(port, '127.0.0.1');
  return {
    url: `postgres://kristalux@127.0.0.1:${port}/postgres`,
    leadTo(next: number) {
      target = next;
      for (const socket of open) socket.destroy();
    },
    [Symbol.dispose]() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}

test('the machine of the database is lost under load: its synchronous standby has every act, none doubled, and another copies it', async () => {
  if (BIN === undefined) {
    console.log('not tried: FAILOVER does not say where the programs of a PostgreSQL are');
    return;
  }
  using folder = openTestFolder({ mode: 0o777 });
  const [first, second] = ['first', 'second'].map((name) => {
    const path = join(folder.path, name);
    mkdirSync(path, { mode: 0o700 });
    if (asRoot) chownSync(path, ORDINARY, ORDINARY);
    return path;
  }) as [string, string];
  run('initdb', '-D', first, '-U', 'kristalux', '--auth=trust', '--encoding=UTF8', '--no-locale');
  const primary = await startMachine(first, await freePort(), { synchronous_standby_names: 'standby' });
  const from = `host=127.0.0.1 port=${primary.port} user=kristalux application_name=standby`;
  run('pg_basebackup', '-D', second, '-d', from, '-R', '--checkpoint=fast');
  const standby = await startMachine(second, await freePort(), {});
  using way = await openWay(primary.port);
  const keys = { KEY_DIR: join(folder.path, 'keys'), BACKUP_DIR: join(folder.path, 'backups') };
  const servers = await openSeveralServers(2, { DATABASE_URL: way.url, ...keys });
  try {
    const several = await openSeveral(servers);
    await several.acts(200);
    await primary.kill();
    const begun = performance.now();
    run('pg_ctl', 'promote', '-D', second, '--wait');
    way.leadTo(standby.port);
    await several.acts(1);
    console.log(`the first act after the loss, ${Math.round(performance.now() - begun)} ms`);
    await several.acts(200);
    console.log(`${await several.settle()} acts, none lost, none doubled`);
    await servers.look((app) => copiedLogically(standby, app.parts));
  } finally {
    await servers.close();
    await standby.kill();
  }
});

/**
 * A PostgreSQL of another major version takes all of it by logical replication: the way of an upgrade without a pause. What
 * has no key is told apart by the whole row.
 */
async function copiedLogically(from: Machine, { keys, site }: GateParts): Promise<void> {
  await using copy = await openTestDatabase();
  const { tables, uniques } = await readCatalog(from.db);
  const copied = tables.filter((table) => table !== 'migration');
  const bare = copied.filter((table) => !uniques.some((rule) => rule.table === table && rule.kind === 'primary'));
  for (const table of bare) await from.db.run(`alter table ${table} replica identity full`);
  await from.db.run(`create publication everything for table ${copied.map((table) => `"${table}"`).join(', ')}`);
  // A few rows come with the migrations.
  await copy.db.run(`truncate ${copied.map((table) => `"${table}"`).join(', ')}`);
  const begun = performance.now();
  await copy.db.run(
    `create subscription everything connection 'host=127.0.0.1 port=${from.port} user=kristalux dbname=postgres'
     publication everything`,
  );
  const rest = `select (select count(*) from pg_subscription_rel where srsubstate <> 'r') as n,
    (select coalesce(sum(sync_error_count), 0)::int from pg_stat_subscription_stats) as failed`;
  for (;;) {
    const row = await copy.db.row<{ n: number; failed: number }>(rest);
    assert.equal(row?.failed, 0, 'no table fails to be copied');
    if (row?.n === 0) break;
    await pause(50);
  }
  // A row that comes after the copying, told apart from all others.
  await from.db.run("insert into spent_challenge (challenge_hash) values (sha256('the last one'))");
  const last = "select from spent_challenge where challenge_hash = sha256('the last one')";
  while ((await copy.db.row(last)) === undefined) await pause(50);
  console.log(`copied to another PostgreSQL in ${Math.round(performance.now() - begun)} ms`);
  for (const table of copied) {
    const count = `select count(*) as n from "${table}"`;
    assert.deepEqual(await copy.db.row(count), await from.db.row(count), table);
  }
  const { problems, pending } = await fsck({ db: copy.db, key: keys.ledger, ...site, erasureKinds: [] });
  assert.deepEqual([problems, pending], [[], 0], 'the ledger is whole in the copy');
  await copy.db.run('drop subscription everything');
}
