import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { descendantsOf } from '../../src/bench/processes.ts';
import { fsck } from '../../src/kernel/ledger/fsck.ts';
import { type OwnServer, ownServer } from '../testkit/own-server.ts';

// A database to which the system gives no more memory, and one whose disk takes a few writes a second.
let site: OwnServer;
let address: string;
let secret: string;
before(async () => {
  site = ownServer();
  address = await site.start();
  secret = (JSON.parse((await site.command('seed', '--json')).stdout) as { shop: { secret: string } }).shop.secret;
});
after(() => site[Symbol.asyncDispose]());

/** @returns the number of the dealing, or why there is none */
async function openDealing(reference: string): Promise<{ readonly id: string } | { readonly status: number }> {
  const answer = await fetch(`${address}/v1/dealings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ purpose: 'delivery', reference }),
  });
  const { id } = (await answer.json()) as { id?: string };
  if (id !== undefined) return { id };
  if (answer.status === 503) assert(answer.headers.has('retry-after'), 'it is said when to ask again');
  return { status: answer.status };
}

/** Asks until it is done; meanwhile nothing but "busy" is heard. */
async function untilDone(reference: string): Promise<string> {
  for (;;) {
    const answer = await openDealing(reference);
    if ('id' in answer) return answer.id;
    assert.equal(answer.status, 503);
    await pause(20);
  }
}

async function isWhole(acknowledged: readonly string[]): Promise<void> {
  await site.look(async ({ parts, sequence }) => {
    await sequence();
    const { db, keys, site: log } = parts;
    const rows = await db.rows<{ id: string }>('select dealing_id as id from dealing');
    const known = new Set(rows.map(({ id }) => id));
    assert.deepEqual(
      acknowledged.filter((id) => !known.has(id)),
      [],
    );
    const { problems } = await fsck({ db, key: keys.ledger, ...log, erasureKinds: [] });
    assert.deepEqual(problems, []);
  });
}

/** PostgreSQL ends processes of its own accord: one that is gone between being listed and being asked needs nothing. */
function ifThere(act: () => void) {
  try {
    act();
  } catch (error) {
    if (!['ESRCH', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

const processes = () => [site.database(), ...descendantsOf(site.database()).map(({ pid }) => pid)];

/** The most memory that a process may have from now on; it may have asked for more already. False where it cannot be set. */
function limitMemory(pid: number, bytes: number | 'unlimited'): boolean {
  const { uid, gid } = statSync(`/proc/${pid}`);
  // Of another user's process even root may not set it everywhere; its own user may.
  const own = process.getuid?.() === 0 ? { uid, gid } : {};
  return spawnSync('prlimit', ['--pid', String(pid), `--as=${bytes}:unlimited`], own).status === 0;
}

const sizeOf = (pid: number) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[0]) * 4096;
const skipMemory = spawnSync('prlimit', ['--version']).status !== 0 && 'this needs `prlimit`, which is of Linux';

test('a database out of memory is "busy" until it has some, and what was acknowledged is there', {
  skip: skipMemory,
}, async () => {
  const acknowledged = [await untilDone('memory enough')];
  for (const pid of processes()) ifThere(() => limitMemory(pid, sizeOf(pid)));
  // Who is connected may still do with what it has; a new connection needs memory of its own.
  for (const { pid } of descendantsOf(site.database())) {
    ifThere(() => {
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(' idle')) process.kill(pid, 'SIGTERM');
    });
  }
  const refused: number[] = [];
  for (let turn = 0; refused.length < 5; turn += 1) {
    const answer = await openDealing(`no memory ${turn}`);
    if ('id' in answer) acknowledged.push(answer.id);
    else refused.push(answer.status);
  }
  assert.deepEqual(new Set(refused), new Set([503]));
  for (const pid of processes()) ifThere(() => limitMemory(pid, 'unlimited'));
  acknowledged.push(await untilDone('memory again'));
  await isWhole(acknowledged);
});

/** A group of processes that may write so seldom to one disk: as the kernel offers it, in its older or newer form. */
function slowGroup(
  device: string,
  writes: number,
): { readonly limit: () => void; readonly lift: () => Promise<void> } | null {
  const name = `kristalux-${process.pid}`;
  const [older, newer] = ['/sys/fs/cgroup/blkio', '/sys/fs/cgroup'];
  const v1 = existsSync(join(older, 'blkio.throttle.write_iops_device'));
  const folder = join(v1 ? older : newer, name);
  const file = v1 ? 'blkio.throttle.write_iops_device' : 'io.max';
  const set = (value: number | 'max') =>
    writeFileSync(join(folder, file), v1 ? `${device} ${value === 'max' ? 0 : value}` : `${device} wiops=${value}`);
  try {
    mkdirSync(folder);
    set(writes);
  } catch {
    if (existsSync(folder)) rmdirSync(folder);
    return null;
  }
  return {
    limit() {
      for (const pid of processes()) ifThere(() => writeFileSync(join(folder, 'cgroup.procs'), String(pid)));
    },
    async lift() {
      set('max');
      for (const pid of readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean)) {
        ifThere(() => writeFileSync(join(v1 ? older : newer, 'cgroup.procs'), pid));
      }
      // What was killed may still be leaving.
      while (spawnSync('rmdir', [folder]).status !== 0) await pause(20);
    },
  };
}

test('on a slow disk every act is done or "busy", and what was acknowledged outlives the end of the database in mid-write', async (t) => {
  const { dev } = statSync(site.dataDir);
  const slow = slowGroup(`${(dev >> 8) & 0xfff}:${(dev & 0xff) | ((dev >> 12) & 0xfff00)}`, 10);
  if (slow === null) return t.skip('this needs root, and a disk that the kernel lets be slowed down');
  const acknowledged: string[] = [];
  slow.limit();
  const clients = Array.from({ length: 4 }, async (_, client) => {
    for (let turn = 0; turn < 5; turn += 1) acknowledged.push(await untilDone(`slow ${client} ${turn}`));
  });
  while (acknowledged.length < 8) await pause(5);
  process.kill(site.database(), 'SIGKILL');
  await Promise.all(clients);
  await slow.lift();
  acknowledged.push(await untilDone('fast again'));
  await isWhole(acknowledged);
});
