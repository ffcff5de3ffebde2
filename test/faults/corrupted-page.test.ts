import assert from 'node:assert/strict';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { clusterOf } from '../../src/kernel/db/embedded/places.ts';
import { ownServer } from '../testkit/own-server.ts';

test('a page that the disk changed is never read as if it were right: whoever needs it is told "our fault", the log says what to do, and all else goes on', async () => {
  await using site = ownServer();
  const before = await site.start();
  const seeded = JSON.parse((await site.command('seed', '--json')).stdout) as {
    readonly people: readonly { readonly accountName: string; readonly password: string }[];
  };
  const [person] = seeded.people;
  const signedIn = await fetch(`${before}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identifier: person?.accountName, password: person?.password }),
  });
  const { session } = (await signedIn.json()) as { session: string };
  const path = await site.look(async ({ parts }) => {
    await parts.db.run('checkpoint');
    const row = await parts.db.row<{ path: string }>("select pg_relation_filepath('value') as path");
    return row?.path ?? '';
  });
  const first = site.server();
  first.kill('SIGTERM');
  await first.ended;
  changeEveryPage(join(clusterOf(site.dataDir), path));

  const address = await site.start();
  const answer = await fetch(`${address}/v1/own-data`, { headers: { authorization: `Bearer ${session}` } });
  assert.equal(answer.status, 500);
  const { id } = (await answer.json()) as { id?: string };
  assert.match(id ?? '', /^[0-9a-f-]{36}$/);
  assert.equal((await fetch(`${address}/policy`)).status, 200);
  const second = site.server();
  second.kill('SIGKILL');
  await second.ended;
  const told = (await site.said()).split('\n').filter((line) => line.includes('database-damaged'));
  assert(
    told.some((line) => line.includes(id ?? '-') && line.includes('restore the last backup')),
    told.join('\n'),
  );
});

/** One byte in each page, as a disk that forgets. */
function changeEveryPage(file: string): void {
  const handle = openSync(file, 'r+');
  const page = Buffer.alloc(8192);
  for (let at = 0; readSync(handle, page, 0, page.length, at) === page.length; at += page.length) {
    writeSync(handle, Buffer.of(page.readUInt8(8000) ^ 1), 0, 1, at + 8000);
  }
  closeSync(handle);
}
