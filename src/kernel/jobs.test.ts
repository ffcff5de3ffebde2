import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { openTestDatabase } from '../../test/testkit/database.ts';
import { DatabaseUnavailable } from './db/database-unavailable.ts';
import { enqueue, type JobHandler, openWorker } from './jobs.ts';
import { openLog } from './log.ts';

const log = openLog('silent');

/** A worker on a database of its own, with one job of each kind that is enqueued at once. */
async function withJobs(kinds: Readonly<Record<string, JobHandler>>, now: readonly string[]) {
  const database = await openTestDatabase();
  const { db } = database;
  const worker = openWorker({ db, log, handlers: new Map(Object.entries(kinds)) });
  for (const kind of now) await put(kind);
  async function put(kind: string) {
    await db.transaction((tx) => enqueue(tx, { jobId: randomUUID(), kind, personId: null, reference: null }));
  }
  return { db, worker, put, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() };
}

test('a slow job keeps no other one waiting: what comes later is done meanwhile', async () => {
  let quickDone = () => {};
  const quick = new Promise<void>((resolve) => {
    quickDone = resolve;
  });
  let put = async (_kind: string) => {};
  await using it = await withJobs(
    {
      // It ends only when a job that did not exist at its beginning is done.
      slow: async () => {
        await put('quick');
        await quick;
        return 'done';
      },
      quick: async () => {
        quickDone();
        return 'done';
      },
    },
    ['slow'],
  );
  put = it.put;
  it.worker.start();
  await quick;
  await it.worker.stop();
  await it.worker.drain();
  const open = await it.db.rows('select kind from job where done_at is null');
  assert.deepEqual(open, []);
});

test('a job that asks for another turn gets it, however often, and one that breaks is tried later and not lost', async () => {
  let turns = 0;
  let tries = 0;
  await using it = await withJobs(
    {
      turning: async () => (++turns < 20 ? { againInSeconds: 0 } : 'done'),
      breaking: async () => {
        tries += 1;
        throw new Error('broken');
      },
    },
    ['turning', 'breaking'],
  );
  await it.worker.drain();
  assert.deepEqual([turns, tries], [20, 1]);
  const left = await it.db.rows<{ kind: string; later: boolean }>(
    'select kind, run_at > clock_timestamp() as later from job where done_at is null',
  );
  assert.deepEqual(left, [{ kind: 'breaking', later: true }]);
});

test('a database that was away is no fault of a job: it is tried again at once, however often that was', async () => {
  let tries = 0;
  await using it = await withJobs(
    {
      unlucky: async () => {
        tries += 1;
        if (tries < 5) throw new DatabaseUnavailable('away');
        return 'done';
      },
    },
    ['unlucky'],
  );
  for (let time = 1; time < 5; time += 1) {
    await it.worker.drain();
    const row = await it.db.row<{ attempts: number; soon: boolean }>(
      `select attempts, run_at < clock_timestamp() + interval '2 s' as soon from job`,
    );
    assert.deepEqual(row, { attempts: 0, soon: true });
    await it.db.run('update job set run_at = clock_timestamp()');
  }
  await it.worker.drain();
  assert.equal(tries, 5);
});

test('a job is given up with its word, and never taken again', async () => {
  let tries = 0;
  await using it = await withJobs(
    {
      hopeless: async () => {
        tries += 1;
        return { failed: 'refused-by-policy' };
      },
    },
    ['hopeless'],
  );
  await it.worker.drain();
  await it.worker.drain();
  assert.equal(tries, 1);
  const [row] = await it.db.rows<{ failure: string }>('select failure from job');
  assert.equal(row?.failure, 'refused-by-policy');
});
