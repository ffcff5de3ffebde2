import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTestDatabase } from '../../../test/testkit/database.ts';
import { openTestFolder } from '../../../test/testkit/folder.ts';
import { root } from '../../root.ts';
import { migrate, migrationNumbers } from './migrate.ts';
import { readSchema } from './read-schema.ts';

// Numbers far above the program's own, which the test database already has.
const one = 'create table one (n integer);\ninsert into one (n) values (1);\n';
const two = 'alter table one add column m integer;\n';

async function prepare() {
  const database = await openTestDatabase();
  await database.db.run('delete from migration');
  const folder = openTestFolder();
  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
  return {
    ...database,
    write,
    run: () => migrate(database.address, { folder: folder.path }),
    recorded: async () =>
      (await database.db.rows<{ name: string }>('select name from migration order by number')).map(({ name }) => name),
    async [Symbol.asyncDispose]() {
      folder[Symbol.dispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

test('each migration is applied once, in the order of its number', async () => {
  await using at = await prepare();
  at.write('0001-one.sql', one);
  await at.run();
  at.write('0003-two.sql', two);
  await at.run();
  await at.run();
  assert.deepEqual(await at.recorded(), ['0001-one.sql', '0003-two.sql']);
  assert.deepEqual(await at.db.rows('select n, m from one'), [{ n: 1, m: null }]);
});

test('processes that start at once migrate once', async () => {
  await using at = await prepare();
  at.write('0001-one.sql', one);
  await Promise.all([at.run(), at.run(), at.run()]);
  assert.deepEqual(await at.db.rows('select n from one'), [{ n: 1 }]);
});

test('a migration that was changed after it had been applied stops the start in one sentence', async () => {
  await using at = await prepare();
  at.write('0001-one.sql', one);
  await at.run();
  at.write('0001-one.sql', `${one}-- changed\n`);
  at.write('0002-two.sql', two);
  await assert.rejects(at.run(), {
    name: 'DatabaseError',
    message: 'The migration 0001-one.sql was changed after it had been applied: restore that file.',
  });
  assert.deepEqual(await at.recorded(), ['0001-one.sql']);
});

test('a database newer than the program stops the start in one sentence', async () => {
  await using at = await prepare();
  at.write('0001-one.sql', one);
  await at.run();
  await at.db.run("insert into migration (number, name, sha256) values (2, '0002-new.sql', sha256('x'))");
  await assert.rejects(at.run(), {
    name: 'DatabaseError',
    message: 'The database was made by a newer Kristalux (it has 0002-new.sql): install that version again.',
  });
});

test('a migration that fails leaves nothing of itself, and is named', async () => {
  await using at = await prepare();
  at.write('0001-one.sql', one);
  at.write('0002-bad.sql', 'create table half (n integer);\nselect nothing;\n');
  await assert.rejects(at.run(), {
    name: 'DatabaseError',
    message: 'The migration 0002-bad.sql failed, and nothing of it was kept: column "nothing" does not exist.',
  });
  assert.deepEqual(await at.recorded(), ['0001-one.sql']);
  assert.deepEqual(await at.db.row("select to_regclass('half') as half"), { half: null });
});

test('a migration that is cut off in the middle leaves nothing of itself, and the next start applies it whole', async () => {
  await using at = await prepare();
  at.write('0001-one.sql', one);
  at.write('0002-cut.sql', `${two}select pg_advisory_xact_lock(77);\n`);
  const holder = at.db.transaction(async (tx) => {
    await tx.run('select pg_advisory_xact_lock(77)');
    const cut = assert.rejects(at.run(), { name: 'DatabaseError' });
    // Its connection ends in mid-work, as when a server is killed or the network is cut.
    const waiting = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event = 'advisory' and pid <> pg_backend_pid()`;
    while ((await at.db.rows(waiting)).length === 0);
    await cut;
  });
  await holder;
  assert.deepEqual(await at.recorded(), ['0001-one.sql']);
  await at.run();
  assert.deepEqual(await at.recorded(), ['0001-one.sql', '0002-cut.sql']);
  assert.deepEqual(await at.db.row('select n, m from one'), { n: 1, m: null });
});

test('two migrations of one number are refused', async () => {
  await using at = await prepare();
  at.write('0001-one.sql', one);
  at.write('0001-two.sql', two);
  await assert.rejects(at.run(), { message: 'Two migrations have the number of 0001-two.sql.' });
});

test('each migration of this program, cut off before its commit, leaves the schema before it as it was, and is applied whole by the next start', async () => {
  await using database = await openTestDatabase({ template: 'template0' });
  const { db, address } = database;
  await migrate(address, { only: [] });
  // Every second attempt to record a migration ends its connection: all its statements are done then, and not committed.
  await db.run('create sequence attempts');
  await db.run(`create function cut_off() returns trigger language plpgsql as $$ begin
    if nextval('attempts') % 2 = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;
    return new;
  end $$`);
  await db.run('create trigger cut_off before insert on migration for each row execute function cut_off()');
  const numbers = migrationNumbers();
  for (const number of numbers) {
    const before = await readSchema(db);
    await assert.rejects(migrate(address, { only: [number] }), { name: 'DatabaseError' });
    assert.equal(await readSchema(db), before, `nothing of migration ${number} was kept`);
    await migrate(address, { only: [number] });
  }
  for (const what of ['trigger cut_off on migration', 'function cut_off()', 'sequence attempts'])
    await db.run(`drop ${what}`);
  assert.deepEqual((await db.rows('select number from migration order by number')).length, numbers.length);
  assert.equal(await readSchema(db), readFileSync(join(root, 'migrations/schema.sql'), 'utf8'));
});
