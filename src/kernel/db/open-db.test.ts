import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { openTestDatabase } from '../../../test/testkit/database.ts';
import { openDatabaseProxy } from '../../bench/database-proxy.ts';
import { DatabaseUnavailable } from './database-unavailable.ts';
import { openDb } from './open-db.ts';

test('a bigint arrives as a number, an instant as a Date, bytes as a Buffer, a day as its own text', async () => {
  await using database = await openTestDatabase();
  const row = await database.db.row(
    `select 7::bigint as n, '2026-01-02T03:04:05Z'::timestamptz as at, '\\x0102'::bytea as b, '2026-01-02'::date as day,
     array[1, null]::bigint[] as many`,
  );
  assert.deepEqual(row, {
    n: 7,
    at: new Date('2026-01-02T03:04:05Z'),
    b: Buffer.from([1, 2]),
    day: '2026-01-02',
    many: [1, null],
  });
});

test('a bigint that a number cannot hold exactly is a defect, not a wrong number', async () => {
  await using database = await openTestDatabase();
  await assert.rejects(database.db.row('select 9007199254740993::bigint as n'), { name: 'AssertionError' });
});

test('a forgotten value is a defect, not a null', async () => {
  await using database = await openTestDatabase();
  await assert.rejects(database.db.row('select $1::text as t', [undefined]), { name: 'AssertionError' });
});

test('a list in its binary form is the one that its text form is', async () => {
  await using database = await openTestDatabase();
  const kinds = {
    uuid: fc.uuid(),
    bytea: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    text: fc.string({ unit: 'grapheme', maxLength: 90 }).filter((text) => !text.includes('\0')),
    integer: fc.integer(),
    bigint: fc.oneof(fc.maxSafeInteger(), fc.integer()),
    boolean: fc.boolean(),
    timestamptz: fc.date({
      min: new Date('1200-01-01T00:00:00Z'),
      max: new Date('9000-01-01T00:00:00Z'),
      noInvalidDate: true,
    }),
  };
  for (const [type, element] of Object.entries(kinds)) {
    const text = `select $1::${type}[] is not distinct from cast($2 as ${type}[]) as same, cardinality($1) as length`;
    const alike = async (list: readonly unknown[]) =>
      assert.deepEqual(await database.db.row(text, [list, list]), { same: true, length: list.length }, type);
    await alike([]);
    await fc.assert(fc.asyncProperty(fc.array(fc.option(element as fc.Arbitrary<unknown>), { maxLength: 20 }), alike), {
      numRuns: 30,
    });
  }
});

test('an element that is none of its list is told by the database, and never becomes another one', async () => {
  await using database = await openTestDatabase();
  const wrong = {
    uuid: [
      '00000000-0000-4000-8000-00000000000g',
      '00000000-0000-4000-8000-00000000000',
      '00000000+0000-4000-8000-000000000000',
    ],
    integer: [2 ** 31, 1.5, 'one'],
    bigint: [1.5, 'one'],
    timestamptz: ['someday'],
    text: ['\0'],
  };
  for (const [type, elements] of Object.entries(wrong)) {
    for (const element of elements) {
      await assert.rejects(
        database.db.row(`select $1::${type}[] as list`, [[element]]),
        { name: 'error' },
        `${type} ${element}`,
      );
    }
  }
});

test('rows, the first row, and how many rows were touched', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await db.run('create table thing (n integer primary key, bytes bytea)');
  assert.equal(await db.run('insert into thing (n, bytes) select unnest($1::int[]), null', [[1, 2, 3]]), 3);
  assert.deepEqual(await db.rows('select n from thing where n > $1 order by n', [1]), [{ n: 2 }, { n: 3 }]);
  assert.deepEqual(await db.row('select n from thing order by n'), { n: 1 });
  assert.equal(await db.row('select n from thing where n = $1', [9]), undefined);
  const many = await db.row<{ b: Buffer[] }>('select $1::bytea[] as b', [[Buffer.from([1]), new Uint8Array([2])]]);
  assert.deepEqual(many?.b, [Buffer.from([1]), Buffer.from([2])]);
});

test('a statement is planned once a connection, with a generic plan', async () => {
  await using database = await openTestDatabase({ connections: 1 });
  const { db } = database;
  const text = 'select $1::int as n';
  for (const n of [1, 2, 3]) await db.row(text, [n]);
  const plans = await db.row('select generic_plans, custom_plans from pg_prepared_statements where statement = $1', [
    text,
  ]);
  assert.deepEqual(plans, { generic_plans: 3, custom_plans: 0 });
});

test('a transaction commits what it did, or nothing of it', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await db.run('create table thing (n integer primary key)');
  const result = await db.transaction(async (tx) => {
    await tx.run('insert into thing (n) values (1)');
    return 'done';
  });
  assert.equal(result, 'done');
  const refusal = new Error('no');
  await assert.rejects(
    db.transaction(async (tx) => {
      await tx.run('insert into thing (n) values (2)');
      throw refusal;
    }),
    refusal,
  );
  assert.deepEqual(await db.rows('select n from thing'), [{ n: 1 }]);
});

test('a savepoint takes back its own writes only, and its error goes on', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await db.run('create table thing (n integer primary key)');
  await db.transaction(async (tx) => {
    await tx.run('insert into thing (n) values (1)');
    await tx.savepoint(async (outer) => {
      await outer.run('insert into thing (n) values (2)');
      await assert.rejects(
        outer.savepoint(async (inner) => {
          await inner.run('insert into thing (n) values (3)');
          await inner.run('insert into thing (n) values (1)');
        }),
        { code: '23505' },
      );
    });
  });
  assert.deepEqual(await db.rows('select n from thing order by n'), [{ n: 1 }, { n: 2 }]);
});

test('a transaction whose error was swallowed does not pass for committed', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await assert.rejects(
    db.transaction(async (tx) => {
      await tx.run('select 1 / 0').catch(() => {});
    }),
    { name: 'AssertionError' },
  );
});

test('an error of the database never repeats a value', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  await db.run('create table thing (word text primary key check (length(word) > 3), n integer)');
  await db.run('insert into thing (word) values ($1)', ['canary']);
  const provoked = [
    ['insert into thing (word) values ($1)', ['canary']],
    ['insert into thing (word, n) select left($1, 3), 1', ['canary']],
    ['insert into thing (word, n) values ($1, $1::text::integer)', ['canary']],
    ['select $1::uuid', ['canary']],
    ['select convert_from($1, $2)', [Buffer.from([0xff, 0xfe]), 'UTF8']],
  ] as const;
  for (const [text, values] of provoked) {
    await assert.rejects(db.run(text, values), (error) => {
      assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /canary|can\b|0xff/, text);
      return true;
    });
  }
});

test('a lost connection rejects the work in hand, and the next work gets another', async () => {
  await using database = await openTestDatabase({ connections: 1 });
  const { db } = database;
  await assert.rejects(db.run('select pg_terminate_backend(pg_backend_pid())'), DatabaseUnavailable);
  assert.deepEqual(await db.row('select 1 as n'), { n: 1 });
});

test('a connection lost while its transaction works elsewhere ends that transaction, not the process', async () => {
  await using database = await openTestDatabase({ connections: 2 });
  const { db } = database;
  await db.run('create table thing (n integer primary key)');
  await assert.rejects(
    db.transaction(async (tx) => {
      await tx.run('insert into thing (n) values (1)');
      const own = await tx.row<{ pid: number }>('select pg_backend_pid() as pid');
      await db.run('select pg_terminate_backend($1, 5000)', [own?.pid]);
    }),
    DatabaseUnavailable,
  );
  assert.deepEqual(await db.rows('select n from thing'), []);
});

test('a connection on which nothing gets through any more is given up, and the next statement has another one', async () => {
  await using database = await openTestDatabase();
  assert('socket' in database.address);
  const network = await openDatabaseProxy(database.address.socket);
  const { user, database: name } = database.address;
  const db = openDb({ url: `postgres://${user}@127.0.0.1:${network.port}/${name}` }, { patience: 0.6 });
  try {
    await db.row('select 1 as one');
    network.lose();
    await assert.rejects(db.row('select 1 as one'), DatabaseUnavailable);
    assert.deepEqual(await db.row('select 1 as one'), { one: 1 });
    network.stall();
    await assert.rejects(
      db.transaction((tx) => tx.row('select 1 as one')),
      DatabaseUnavailable,
    );
    network.heal();
    assert.deepEqual(await db.row('select 1 as one'), { one: 1 });
  } finally {
    network.heal();
    await db.close();
    await network.close();
  }
});

test('a statement that takes longer than the patience is waited for: the database says that it works on it', async () => {
  await using database = await openTestDatabase();
  const db = openDb(database.address, { patience: 0.3 });
  try {
    assert.deepEqual(await db.row('select 1 as one from pg_sleep(1)'), { one: 1 });
  } finally {
    await db.close();
  }
});
