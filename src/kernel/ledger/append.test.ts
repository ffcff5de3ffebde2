import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { bodyAfter, openLedgerSite, publish } from '../../../test/testkit/ledger-site.ts';
import { signal } from '../../../test/testkit/signal.ts';
import { systemRandom } from '../ids.ts';
import { insertEntry, readHead } from './append.ts';
import { makeEntry } from './entry.ts';
import { openSite } from './site.ts';
import { raiseFactsNumber, readMarks } from './store.ts';

let site: Awaited<ReturnType<typeof openLedgerSite>>;
before(async () => {
  site = await openLedgerSite({ connections: 20 });
});
after(() => site[Symbol.asyncDispose]());

const insert = (entry: ReturnType<typeof makeEntry>, factsNumber = 0) =>
  site.db.transaction((tx) => insertEntry(tx, entry, { factsNumber, session: null, credential: null }));

test('a chain begins at 1 with zeros before it and goes on from its last entry', async () => {
  const person = await site.person();
  const first = await readHead(site.db, person);
  assert.equal(first?.n, 0);
  assert.deepEqual(first?.leaf, Buffer.alloc(32));
  const entry = await site.nextEntry(person);
  assert.equal(await insert(entry), true);
  const second = await readHead(site.db, person);
  assert.equal(second?.n, 1);
  assert.deepEqual(second?.leaf, entry.leaf);
  assert.equal(Buffer.from(second?.chain ?? '', 'base64').length, 16);
});

test('the site has a chain of its own, and nobody else has one', async () => {
  assert.equal((await readHead(site.db, site.siteId))?.chain, 'site');
  assert.equal(await readHead(site.db, randomUUID()), undefined);
});

test('a site keeps its id and its origin however often it is opened', async () => {
  const opened = await Promise.all([1, 2, 3].map(() => openSite(site.db, systemRandom)));
  for (const again of opened) assert.deepEqual(again, { siteId: site.siteId, origin: site.origin });
});

test('of many who continue a chain at once exactly one does, and no number is doubled or skipped', async () => {
  const person = await site.person();
  for (let round = 0; round < 5; round++) {
    const entries = await Promise.all(Array.from({ length: 10 }, () => site.nextEntry(person)));
    const inserted = await Promise.all(entries.map((entry) => insert(entry)));
    assert.equal(inserted.filter(Boolean).length, 1);
  }
  assert.equal((await readHead(site.db, person))?.n, 5);
});

test('an entry that skips a number or names another entry before it is not inserted', async () => {
  const person = await site.person();
  await site.append(person, 2);
  const head = await readHead(site.db, person);
  assert.ok(head !== undefined);
  const make = (changes: object) => makeEntry(person, { ...bodyAfter({ ...head, ...changes }) }, systemRandom);
  assert.equal(await insert(make({ n: 3 })), false);
  assert.equal(await insert(make({ n: 1 })), false);
  assert.equal(await insert(make({ leaf: Buffer.alloc(32, 7) })), false);
  assert.equal(await insert(make({ at: new Date(head.at.getTime() - 60_000) })), false);
  assert.equal(await insert(make({})), true);
});

test('an instant never goes back within a chain', async () => {
  const person = await site.person();
  const later = new Date(Date.now() + 3_600_000);
  await site.append(person, 1, { at: later.toISOString() });
  assert.deepEqual((await readHead(site.db, person))?.at, later);
});

test('a site fact that changed meanwhile leaves the entry out', async () => {
  const person = await site.person();
  const { factsNumber } = await readMarks(site.db);
  const entry = await site.nextEntry(person);
  await site.db.transaction((tx) => raiseFactsNumber(tx));
  assert.equal(await insert(entry, factsNumber), false);
  assert.equal(await insert(entry, factsNumber + 1), true);
  await site.db.run('update site set facts_number = 0');
});

test('an entry of the old version that waits for a publication is left out', async () => {
  const person = await site.person();
  const entry = await site.nextEntry(person);
  const [published, publishNow] = signal();
  const [locked, isLocked] = signal();
  const publication = site.db.transaction(async (tx) => {
    await tx.run('lock table entry in share row exclusive mode');
    isLocked();
    await published;
    await publish(tx, 2);
  });
  await locked;
  const waiting = insert(entry);
  // The insert must be seen waiting for the lock before the publication goes on.
  const blocked = `select count(*) as n from pg_locks where relation = 'entry'::regclass and not granted`;
  while ((await site.db.row<{ n: number }>(blocked))?.n === 0);
  publishNow();
  await publication;
  assert.equal(await waiting, false);
  assert.equal((await readMarks(site.db)).version, 2);
  const next = await site.nextEntry(person, { version: { number: 2, digest: '00'.repeat(32) } });
  assert.equal(await insert(next), true);
});
