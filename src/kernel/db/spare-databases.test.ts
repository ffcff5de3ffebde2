import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDatabase } from '../../../test/testkit/database.ts';
import { DatabaseError } from './database-error.ts';
import { openDb } from './open-db.ts';
import { searchDatabase } from './search-database.ts';
import { openSpareDatabases } from './spare-databases.ts';

const unused = '/nowhere';

test('a spare database is migrated, a copy holds what it held, and both are gone in the end', async () => {
  await using database = await openTestDatabase();
  const spare = await openSpareDatabases({ databaseUrl: database.url, dataDir: unused });
  const first = await spare.create();
  const db = openDb({ url: first.url });
  await db.run('insert into sign_in_salt (tag, salt) values ($1, $2)', [Buffer.alloc(32, 7), Buffer.alloc(16)]);
  await db.close();
  const copy = await spare.create(first);
  const copied = openDb({ url: copy.url });
  assert.equal((await copied.rows('select tag from sign_in_salt')).length, 1);
  const { tables, found } = await searchDatabase(copied, [Buffer.alloc(32, 7).toString('hex')]);
  assert.deepEqual(found, ['sign_in_salt']);
  assert(tables > 20);
  assert.deepEqual((await searchDatabase(copied, ['nothing of the kind'])).found, []);
  await copied.close();
  await spare.close();
  const names = [first.name, copy.name];
  assert.deepEqual(await database.db.rows('select 1 from pg_database where datname = any($1)', [names]), []);
});

test('who may not create a database is told so in one sentence', async () => {
  await using database = await openTestDatabase();
  const role = `guest_${process.pid}`;
  await database.db.run(`create role ${role} login`);
  const url = database.url.replace(/\/\/[^@]+@/, `//${role}@`);
  const spare = await openSpareDatabases({ databaseUrl: url, dataDir: unused });
  await assert.rejects(spare.create(), (error) => {
    assert(error instanceof DatabaseError);
    assert.match(error.message, /may not create a database.*CREATEDB\.$/);
    return true;
  });
  await spare.close();
  await database.db.run(`drop role ${role}`);
});
