import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openApp } from '../../src/app.ts';
import { fsck } from '../../src/kernel/ledger/fsck.ts';
import { leaveData, seeOwnHistory } from '../../src/promises/agreement/index.ts';
import { openTestApp, type TestApp } from '../testkit/app.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
});
after(() => kit[Symbol.asyncDispose]());

/**
 * The database's clock, put off by so much for connections that are opened from now on: a function of the same name is
 * found before the system's own.
 */
async function jump(interval: string): Promise<void> {
  const { db } = kit.app.parts;
  await db.run(`create or replace function public.clock_timestamp() returns timestamptz language sql volatile
    as $$ select pg_catalog.clock_timestamp() + interval '${interval}' $$`);
  const row = await db.row<{ name: string }>('select quote_ident(current_database()) as name');
  await db.run(`alter database ${row?.name} set search_path = public, pg_catalog`);
}

test('a clock that runs ahead and is set back doubles no instant backwards, loses no entry and leaves the ledger whole', async () => {
  const person = await kit.person();
  const instants: number[] = [];
  for (const interval of ['0', '1 hour', '-3 hours', '0']) {
    await jump(interval);
    // Connections of its own, which see the clock as it is now.
    const app = await openApp(kit.app.settings, { role: 'command' });
    try {
      await app.gate.pass(leaveData, person.asker, { fields: { name: `Name at ${interval}` }, language: 'ru' });
      const { output } = await app.gate.pass(seeOwnHistory, person.asker, {});
      const told = output.entries.map(({ at }) => at.getTime());
      assert.deepEqual(
        told,
        told.toSorted((a, b) => b - a),
        interval,
      );
      instants.push(told[0] ?? 0);
      await app.sequence();
      const { db, keys, site } = app.parts;
      const report = await fsck({ db, key: keys.ledger, ...site, erasureKinds: [] });
      assert.deepEqual([report.problems, report.pending], [[], 0], interval);
    } finally {
      await app.close();
    }
  }
  const [before = 0, ahead = 0, back = 0, right = 0] = instants;
  assert(ahead - before > 3_500_000, 'the clock did run ahead');
  assert.deepEqual([back, right], [ahead, ahead], 'a chain waits for the clock and never goes back in time');
});
