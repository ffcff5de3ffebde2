import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Db } from '../src/kernel/db/db.ts';
import { EXPLAINED_TABLES } from '../src/kernel/explained/all-tables.ts';
import { type Layout, layOut } from '../src/kernel/scale/lay-out.ts';
import { type Places, placeTables } from '../src/kernel/scale/place-tables.ts';
import { LOOSENED, STAYS_HERE } from '../src/kernel/scale/stays-here.ts';
import { type Catalog, extensionOf, readCatalog, readPlaced, runLayout } from '../src/kernel/scale/store.ts';
import { eraseOwnData } from '../src/promises/agreement/index.ts';
import { askFields } from '../src/promises/use/index.ts';
import { openTestApp, type TestApp } from './testkit/app.ts';
import { joinedDealing } from './testkit/joined-dealing.ts';
import { runCommand } from './testkit/run-command.ts';

let kit: TestApp;
let db: Db;
let catalog: Catalog;
let places: Places;
let layout: Layout;

before(async () => {
  kit = await openTestApp();
  await kit.publish();
  db = kit.app.parts.db;
  catalog = await readCatalog(db);
  places = placeTables(EXPLAINED_TABLES, catalog);
  layout = layOut(places, catalog);
});
after(() => kit[Symbol.asyncDispose]());

test('every table has a place, and each row of a person that is found by the person lies with the person', () => {
  assert.deepEqual([...places.keys()].toSorted(), catalog.tables.toSorted());
  for (const { table } of EXPLAINED_TABLES) {
    const primary = catalog.uniques.find((rule) => rule.table === table && rule.kind === 'primary');
    if (primary?.columns[0] !== 'person_id' || STAYS_HERE[table] !== undefined) continue;
    assert.deepEqual(places.get(table), { kind: 'spread', by: 'person_id', with: 'persons' }, table);
  }
  for (const table of ['person', 'value', 'value_key', 'person_key', 'entry', 'submission', 'transfer'])
    assert.equal(places.get(table)?.kind, 'spread', table);
});

test('whatever cannot hold on many machines is told, and what is named as an exception is there', () => {
  for (const name of Object.keys(LOOSENED))
    assert(
      catalog.uniques.some((rule) => rule.name === name),
      name,
    );
  for (const table of Object.keys(STAYS_HERE)) assert.equal(places.get(table)?.kind, 'here', table);
  for (const { table, name, columns } of catalog.uniques) {
    const place = places.get(table);
    if (place?.kind !== 'spread' || columns.includes(place.by)) continue;
    assert(
      layout.told.some((sentence) => sentence.startsWith(`${table}.${name}: `)),
      `${table}.${name}`,
    );
  }
  assert(layout.told.every((sentence) => !sentence.includes('undefined')));
});

test('the command prints the layout and changes nothing; where there is no Citus, running it says so', async () => {
  const before = await readCatalog(db);
  const said: string[] = [];
  const io = {
    env: { DATABASE_URL: kit.databaseUrl, KEY_DIR: kit.keyDir },
    out: (line: string) => said.push(line),
    err: (line: string) => said.push(line),
  };
  assert.equal(await runCommand(['scale', 'citus'], io), 0);
  assert(said.includes("select create_distributed_table('value', 'person_id', colocate_with => 'person');"));
  assert.deepEqual(await readCatalog(db), before);
  assert.equal(await runCommand(['scale', 'elsewhere'], io), 2);
  if ((await extensionOf(db)) !== 'absent') return;
  assert.equal(await runCommand(['scale', 'citus', '--run'], io), 1);
  assert.equal(said.at(-1), 'This PostgreSQL does not have the extension citus; nothing was changed.');
  assert.deepEqual(await readCatalog(db), before);
});

// What the extension refuses by its documentation: a unique index without the column, triggers, keys to what lies elsewhere.
const STAND_IN = [
  'create table placed (name text primary key, by text, beside text)',
  `create function place(t text, col text, near text) returns void language plpgsql as $$
  declare wrong text;
  begin
    select x.relname into wrong from pg_index i join pg_class x on x.oid = i.indexrelid
      where col is not null and i.indrelid = t::regclass and i.indisunique and not exists (
        select from pg_attribute a where a.attrelid = i.indrelid and a.attnum = any(i.indkey::int2[]) and a.attname = col);
    if wrong is not null then raise exception 'unique index % lacks %', wrong, col; end if;
    if col is not null and exists (select from pg_trigger where tgrelid = t::regclass and not tgisinternal)
      then raise exception '% has a trigger', t; end if;
    insert into placed values (t, col, case near when 'none' then t else coalesce(
      (select p.beside from placed p where p.name = near), 'nothing is placed there') end);
    select k.conname into wrong from pg_constraint k left join placed o on o.name = k.confrelid::regclass::text
      where k.contype = 'f' and k.conrelid = t::regclass and k.confrelid <> k.conrelid and (o.name is null
        or (col is null and o.by is not null)
        or (o.by is not null and (select p.beside from placed p where p.name = t) <> o.beside));
    if wrong is not null then raise exception 'foreign key % leads elsewhere', wrong; end if;
    -- Nor may what stays refer to what is spread.
    select k.conname into wrong from pg_constraint k where k.contype = 'f' and k.confrelid = t::regclass and col is not null
      and k.conrelid <> k.confrelid and exists (select from placed p where p.name = k.conrelid::regclass::text and p.by is null);
    if wrong is not null then raise exception 'foreign key % comes from elsewhere', wrong; end if;
  end $$`,
  `create function create_reference_table(name text) returns void language sql as 'select place(name, null, ''none'')'`,
  `create function create_distributed_table(name text, by text, colocate_with text) returns void language sql
   as 'select place(name, by, colocate_with)'`,
];

test('the statements run one after the other past all that the extension refuses, and the product works on what they leave', async () => {
  if ((await extensionOf(db)) === 'absent') {
    console.log(
      'not run on Citus itself, which this PostgreSQL does not have: a stand-in refuses what it would refuse',
    );
    await db.transaction(async (tx) => {
      for (const statement of [...STAND_IN, ...layout.statements]) await tx.run(statement);
    });
    const left = layOut(places, await readCatalog(db), new Set(places.keys()));
    assert.deepEqual(left.statements, [], 'nothing is left to do');
  } else {
    await runLayout(db, layout.statements);
    assert((await readPlaced(db)).has('person'));
  }
  const person = await kit.person();
  const shop = await kit.credential('service', 'shop');
  const dealing = await joinedDealing(kit, person);
  await kit.app.gate.pass(askFields, shop.asker, { dealing, fields: ['phone'] });
  await kit.app.worker.drain();
  await kit.app.sequence();
  await kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
  await kit.app.worker.drain();
});
