import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { bodyAfter, openLedgerSite, publish } from '../../../test/testkit/ledger-site.ts';
import { signal } from '../../../test/testkit/signal.ts';
import { systemRandom } from '../ids.ts';
import { insertRuns, type RunToInsert, readHead } from './append.ts';
import { makeEntry, NO_LEAF } from './entry.ts';
import { fsck } from './fsck.ts';
import { raiseFactsNumber, readMarks } from './store.ts';

let site: Awaited<ReturnType<typeof openLedgerSite>>;
before(async () => {
  site = await openLedgerSite({ connections: 20 });
});
after(() => site[Symbol.asyncDispose]());

/** A run of so many entries behind what the chain holds now. */
async function run(personId: string, length: number, changes: Partial<RunToInsert> = {}): Promise<RunToInsert> {
  const head = await readHead(site.db, personId);
  const { version, factsNumber } = await readMarks(site.db);
  assert(head !== undefined, 'there is such a person');
  let { n, leaf } = head;
  const entries = Array.from({ length }, () => {
    const body = { ...bodyAfter({ ...head, n, leaf }), version: { number: version, digest: '00'.repeat(32) } };
    const entry = makeEntry(personId, body, systemRandom);
    n += 1;
    leaf = entry.leaf;
    return { entry, session: null, credential: null };
  });
  return { personId, prev: head.leaf, version, factsNumber, entries, ...changes };
}
const lengthOf = async (personId: string) => (await readHead(site.db, personId))?.n;

test('runs of several chains are written in one statement, each behind the end of its chain', async () => {
  const [first, second] = [await site.person(), await site.person()];
  await site.append(second, 2);
  const written = await insertRuns(site.db, [await run(first, 3), await run(second, 4)]);
  assert.deepEqual(written, new Set([first, second]));
  assert.deepEqual([await lengthOf(first), await lengthOf(second)], [3, 6]);
  const { siteId, origin, keys } = site;
  const report = await fsck({ db: site.db, siteId, origin, key: keys.ledger, erasureKinds: [] });
  assert.deepEqual(report.problems, []);
});

test('a run whose number was taken is not written at all, and keeps no other from being written', async () => {
  const [late, early] = [await site.person(), await site.person()];
  const lost = await run(late, 3);
  await site.append(late, 1);
  assert.deepEqual(await insertRuns(site.db, [lost, await run(early, 2)]), new Set([early]));
  assert.deepEqual([await lengthOf(late), await lengthOf(early)], [1, 2]);
});

test('a run behind another entry than the last, or by an older fact of the site or version, is not written', async () => {
  const person = await site.person();
  await site.append(person, 1);
  assert.equal((await insertRuns(site.db, [await run(person, 2, { prev: Buffer.alloc(32, 7) })])).size, 0);
  assert.equal((await insertRuns(site.db, [await run(person, 2, { version: 7 })])).size, 0);
  const stale = await run(person, 2);
  await site.db.transaction((tx) => raiseFactsNumber(tx));
  assert.equal((await insertRuns(site.db, [stale])).size, 0);
  assert.equal((await insertRuns(site.db, [await run(person, 2)])).size, 1);
});

test('one asker whose credential has ended keeps back the run of that chain and no other', async () => {
  const [person, other] = [await site.person(), await site.person()];
  const whole = await run(person, 3);
  const ended = whole.entries.map((one, index) => (index === 1 ? { ...one, credential: randomUUID() } : one));
  const written = await insertRuns(site.db, [{ ...whole, entries: ended }, await run(other, 1)]);
  assert.deepEqual(written, new Set([other]));
  assert.equal(await lengthOf(person), 0);
});

test('a chain that somebody holds is left out, and nobody waits for it', async () => {
  const [held, free] = [await site.person(), await site.person()];
  const [over, end] = signal();
  const [locked, isLocked] = signal();
  const holding = site.db.transaction(async (tx) => {
    await tx.run('select pg_advisory_xact_lock(hashtextextended($1::text, 0))', [held]);
    isLocked();
    await over;
  });
  await locked;
  assert.deepEqual(await insertRuns(site.db, [await run(held, 1), await run(free, 1)]), new Set([free]));
  end();
  await holding;
  assert.deepEqual(await insertRuns(site.db, [await run(held, 1)]), new Set([held]));
});

test('of many who continue the same chains at once, in any order, each number is given once and none is skipped', async () => {
  const persons = await Promise.all(Array.from({ length: 6 }, () => site.person()));
  const rounds = Array.from({ length: 12 }, async (_, round) => {
    const order = round % 2 === 0 ? persons : persons.toReversed();
    let given = 0;
    for (let times = 0; times < 4; times++) {
      const runs = await Promise.all(order.map((person) => run(person, 1 + (round % 3))));
      given += [...(await insertRuns(site.db, runs))].length * (1 + (round % 3));
    }
    return given;
  });
  const given = (await Promise.all(rounds)).reduce((sum, one) => sum + one, 0);
  const lengths = await Promise.all(persons.map(async (person) => (await lengthOf(person)) ?? 0));
  assert.equal(
    lengths.reduce((sum, one) => sum + one, 0),
    given,
  );
  const rows = await site.db.rows<{ whole: boolean }>(
    'select max(n) = count(*) as whole from entry where person_id = any($1::uuid[]) group by person_id',
    [persons],
  );
  assert(rows.length > 0 && rows.every(({ whole }) => whole));
});

test('a run of the old version that waits for a publication is left out', async () => {
  const person = await site.person();
  const decided = await run(person, 2);
  const [published, publishNow] = signal();
  const [locked, isLocked] = signal();
  const publication = site.db.transaction(async (tx) => {
    await tx.run('lock table entry in share row exclusive mode');
    isLocked();
    await published;
    await publish(tx, 2);
  });
  await locked;
  const waiting = insertRuns(site.db, [decided]);
  const blocked = `select count(*) as n from pg_locks where relation = 'entry'::regclass and not granted`;
  while ((await site.db.row<{ n: number }>(blocked))?.n === 0);
  publishNow();
  await publication;
  assert.equal((await waiting).size, 0);
  assert.equal((await insertRuns(site.db, [await run(person, 2)])).size, 1);
});

test('a first entry that continues something is a defect', async () => {
  const person = await site.person();
  const wrong = await run(person, 1, { prev: Buffer.alloc(32, 1) });
  await assert.rejects(insertRuns(site.db, [wrong]), /continues nothing/);
  assert.deepEqual((await run(person, 1)).prev, NO_LEAF);
});
