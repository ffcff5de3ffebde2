import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestDatabase } from '../../../test/testkit/database.ts';

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
