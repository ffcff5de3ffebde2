import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fsck } from '../../src/kernel/ledger/fsck.ts';
import { openTestFolder } from '../testkit/folder.ts';
import { type OwnServer, ownServer } from '../testkit/own-server.ts';

// A disk of our own that may be full: only root on Linux may have one, and not in every container.
const folder = openTestFolder();
const disks = { data: join(folder.path, 'data-disk'), keys: join(folder.path, 'key-disk') };
const sizes = { data: '160m', keys: '1m' };
const mounted = Object.entries(disks).filter(([name, path]) => {
  mkdirSync(path);
  const options = `size=${sizes[name as keyof typeof sizes]},mode=755`;
  return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]).status === 0;
});
const skip = mounted.length < 2 ? 'this needs root and the right to mount a small disk' : false;

let site: OwnServer;
let address: string;
let secret: string;
before(async () => {
  if (skip) return;
  chmodSync(folder.path, 0o711);
  site = ownServer({ DATA_DIR: join(disks.data, 'data'), KEY_DIR: join(disks.keys, 'keys') });
  address = await site.start();
  secret = (JSON.parse((await site.command('seed', '--json')).stdout) as { shop: { secret: string } }).shop.secret;
});
after(async () => {
  if (!skip) await site[Symbol.asyncDispose]();
  // Lazily: the killed server's PostgreSQL may still be leaving.
  for (const [, path] of mounted) spawnSync('umount', ['-l', path]);
  folder[Symbol.dispose]();
});

/** Takes all that is left but a little. Disposing gives it back. */
function fill(disk: string, left: number): Disposable {
  const { bavail, bsize } = statfsSync(disk);
  const ballast = join(disk, 'ballast');
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - left)));
  return { [Symbol.dispose]: () => rmSync(ballast, { force: true }) };
}

async function openDealing(reference: string): Promise<{ readonly status: number; readonly id: string }> {
  const answer = await fetch(`${address}/v1/dealings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ purpose: 'delivery', reference }),
  }).catch(() => null);
  if (answer === null) return { status: 0, id: '' };
  const body = (await answer.json()) as { id?: string };
  return { status: answer.status, id: body.id ?? '' };
}

async function whole(acknowledged: readonly string[]): Promise<void> {
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

test('a full disk under the data is "busy" until there is room, and what was acknowledged is there', {
  skip,
}, async () => {
  const acknowledged: string[] = [];
  const refused: number[] = [];
  {
    using _full = fill(disks.data, 200_000);
    for (let turn = 0; refused.length < 5; turn += 1) {
      const { status, id } = await openDealing(`full ${turn}`);
      if (status === 201 || status === 200) acknowledged.push(id);
      else refused.push(status);
    }
  }
  assert.deepEqual(
    [...new Set(refused)].filter((status) => status !== 503 && status !== 0),
    [],
  );
  let again = await openDealing('room again');
  for (let turn = 0; again.id === '' && turn < 200; turn += 1) {
    await pause(50);
    again = await openDealing('room again');
  }
  assert.notEqual(again.id, '', 'the server goes on by itself once there is room');
  await whole([...acknowledged, again.id]);
});

test('a full disk under the keys stops no act; the memory of the ledger is written once there is room', {
  skip,
}, async () => {
  const acknowledged: string[] = [];
  {
    using _full = fill(disks.keys, 0);
    for (let turn = 0; turn < 20; turn += 1) {
      const { status, id } = await openDealing(`no room for keys ${turn}`);
      assert(status < 300, `an act writes no key: ${status}`);
      acknowledged.push(id);
    }
  }
  await whole(acknowledged);
  const { problems } = await site.look(async ({ parts }) => {
    const { db, keys, site: log } = parts;
    return await fsck({ db, key: keys.ledger, ...log, erasureKinds: [] });
  });
  assert.deepEqual(problems, []);
});
