import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openTestDatabase } from '../../../test/testkit/database.ts';
import { root } from '../../root.ts';
import { readSchema } from './read-schema.ts';

test('migrations/schema.sql is the sum of all migrations', async () => {
  await using database = await openTestDatabase();
  const path = join(root, 'migrations/schema.sql');
  const is = await readSchema(database.db);
  if (process.env.KRISTALUX_TEST_WRITE) writeFileSync(path, is);
  const written = existsSync(path) ? readFileSync(path, 'utf8') : '';
  assert.equal(written, is, 'write it anew with `node tools/test.mjs --write schema`');
});

test('the schema tells every column, key, check and index', async () => {
  await using database = await openTestDatabase();
  await database.db.run('create schema other');
  await database.db.run(
    'create table other.thing (n bigint default 7 check (n > 0), at timestamptz not null, primary key (n))',
  );
  await database.db.run('create index thing_at on other.thing (at) where n > 9');
  const text = await database.db.transaction(async (tx) => {
    await tx.run('set local search_path to other');
    return readSchema(tx);
  });
  assert.equal(
    text.slice(text.indexOf('create')),
    `create table thing (
  n bigint default 7 not null,
  at timestamp with time zone not null,
  constraint thing_pkey PRIMARY KEY (n),
  constraint thing_n_check CHECK ((n > 0))
);
CREATE INDEX thing_at ON thing USING btree (at) WHERE (n > 9);
`,
  );
});
