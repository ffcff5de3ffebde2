import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { EXPLAINED_TABLES } from '../src/kernel/explained/all-tables.ts';
import { columnsOf } from '../src/kernel/explained/explained-table.ts';
import { eraseOwnData } from '../src/promises/agreement/index.ts';
import { LEFT, openTestApp, type TestApp } from './testkit/app.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
});
after(() => kit[Symbol.asyncDispose]());

async function columnsInDatabase() {
  return await kit.app.parts.db.rows<{ table: string; column: string; type: string }>(
    `select table_name as "table", column_name as "column", data_type as type from information_schema.columns
     where table_schema = current_schema() order by 1, 2`,
  );
}

test('every column of the database is explained, and nothing is explained that is not there', async () => {
  const there = (await columnsInDatabase()).map(({ table, column }) => `${table}.${column}`);
  const told = EXPLAINED_TABLES.flatMap((one) => columnsOf(one).map(({ name }) => `${one.table}.${name}`));
  assert.deepEqual(
    { unexplained: there.filter((one) => !told.includes(one)), gone: told.filter((one) => !there.includes(one)) },
    { unexplained: [], gone: [] },
  );
  assert.equal(told.length, new Set(told).size);
});

test('what is told of a column fits what it can hold', async () => {
  const kinds = new Map(
    EXPLAINED_TABLES.flatMap((one) => columnsOf(one).map(({ name, kind }) => [`${one.table}.${name}`, kind] as const)),
  );
  const wrong = (await columnsInDatabase()).filter(({ table, column, type }) => {
    const kind = kinds.get(`${table}.${column}`) ?? 'text';
    if (type === 'bytea') return !['sealed', 'key', 'secret', 'tag', 'proof', 'id'].includes(kind);
    if (/time|date/.test(type)) return kind !== 'time';
    if (/int/.test(type)) return kind !== 'count';
    if (type === 'uuid') return !['person', 'staff', 'id'].includes(kind);
    return ['sealed', 'key', 'secret', 'tag', 'time', 'count'].includes(kind);
  });
  assert.deepEqual(wrong, []);
});

test('no column of a person holds free text in clear', () => {
  const clear = EXPLAINED_TABLES.filter(({ whose }) => whose === 'person').flatMap((one) =>
    columnsOf(one).flatMap(({ name, kind }) => (kind === 'text' ? [`${one.table}.${name}`] : [])),
  );
  assert.deepEqual(clear, []);
});

test('an erasure does to each table what is told of it', async () => {
  const { db } = kit.app.parts;
  const { asker, password, personId } = await kit.person({ ...LEFT, phone: '+380445556677' });
  const mine = async () => {
    const counted = new Map<string, number>();
    for (const one of EXPLAINED_TABLES.filter(({ columns }) => 'person_id' in columns)) {
      const row = await db.row<{ rows: number }>(`select count(*) as rows from "${one.table}" where person_id = $1`, [
        personId,
      ]);
      counted.set(one.table, row?.rows ?? 0);
    }
    return counted;
  };
  const before = await mine();
  for (const table of ['value', 'session', 'sign_in', 'submission', 'entry']) assert(before.get(table), table);
  await kit.app.gate.pass(eraseOwnData, asker, { password });
  const after = await mine();
  const left = EXPLAINED_TABLES.filter(({ table }) => (after.get(table) ?? 0) > 0).map(({ table, erased }) => [
    table,
    erased,
  ]);
  assert.deepEqual(left, [['entry', 'texts-deleted']]);
});
