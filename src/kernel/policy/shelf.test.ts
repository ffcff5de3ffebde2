import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestDatabase, type TestDatabase } from '../../../test/testkit/database.ts';
import { Refusal } from '../refusal.ts';
import { fixtureActs } from './fixtures/acts.ts';
import { fixtureFiles, fixtureSource } from './fixtures/policy.ts';
import { openShelf } from './shelf.ts';
import { insertVersion, listVersions, numberInForce, versionAt, versionByNumber, versionInForce } from './store.ts';
import { preparePublication } from './version.ts';

let database: TestDatabase;
before(async () => {
  database = await openTestDatabase();
});
after(async () => database[Symbol.asyncDispose]());

test('what is published is in force for the next question, and every version stays as it was', async () => {
  const { db } = database;
  const shelf = openShelf({ sql: db });
  assert.equal(await shelf.inForce(), null);
  assert.equal(await numberInForce(db), 0);

  const first = preparePublication(fixtureSource(), null, fixtureActs);
  const row = await db.transaction((tx) => insertVersion(tx, first, 'host'));
  const one = await shelf.inForce();
  assert.deepEqual(
    [one?.number, one?.digest, one?.meaning, one?.publishedBy],
    [1, first.digest, first.meaning, 'host'],
  );
  assert.deepEqual(one?.publishedAt, row.publishedAt);

  const changed = fixtureSource({ '4-use/ru.md': `${fixtureFiles['4-use/ru.md']}\nИ ещё.\n` });
  const second = preparePublication(changed, one, fixtureActs);
  await db.transaction((tx) => insertVersion(tx, second, 'owner'));
  assert.equal((await shelf.inForce())?.number, 2);
  assert.equal(await shelf.byNumber(1), one);
  assert.equal((await versionInForce(db))?.body, second.body);
  assert.equal((await versionByNumber(db, 1))?.body, first.body);

  const two = await shelf.byNumber(2);
  assert.equal(await versionAt(db, new Date(row.publishedAt.getTime() - 1000)), undefined);
  assert.equal((await versionAt(db, row.publishedAt))?.number, 1);
  assert.equal((await versionAt(db, two.publishedAt))?.number, 2);
  const numbers = (await listVersions(db, { below: null, limit: 10 })).map((version) => version.number);
  assert.deepEqual(numbers, [2, 1]);
  assert.deepEqual(
    (await listVersions(db, { below: 2, limit: 1 })).map((version) => version.number),
    [1],
  );
});

test('of two publications that both would be the same number one is refused by the database', async () => {
  const { db } = database;
  const prepared = { ...preparePublication(fixtureSource(), null, fixtureActs), number: 50 };
  await db.transaction((tx) => insertVersion(tx, prepared, 'host'));
  await assert.rejects(db.transaction((tx) => insertVersion(tx, prepared, 'host')));
});

test('a version that there is not is not found, and is found once it is published', async () => {
  const { db } = database;
  const shelf = openShelf({ sql: db });
  await assert.rejects(shelf.byNumber(99), (error) => error instanceof Refusal && error.code === 'not_found');
  const prepared = { ...preparePublication(fixtureSource(), null, fixtureActs), number: 99 };
  await db.transaction((tx) => insertVersion(tx, prepared, 'host'));
  assert.equal((await shelf.byNumber(99)).number, 99);
});
