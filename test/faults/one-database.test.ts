import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openApp } from '../../src/app.ts';
import { serve } from '../../src/edge/serve.ts';
import { migrate } from '../../src/kernel/db/migrate.ts';
import { Refusal } from '../../src/kernel/refusal.ts';
import { openTestApp, type TestApp, type TestPerson } from '../testkit/app.ts';
import { openTestFolder } from '../testkit/folder.ts';
import { joinedDealing } from '../testkit/joined-dealing.ts';
import { newerMigrations } from '../testkit/newer-migrations.ts';

let kit: TestApp;
let address: string;
let person: TestPerson;
let shop: string;
let dealing: string;

before(async () => {
  kit = await openTestApp();
  await kit.publish();
  person = await kit.person();
  shop = (await kit.credential('service', 'shop')).secret;
  dealing = await joinedDealing(kit, person);
  address = (await kit.serve()).address;
});
after(() => kit[Symbol.asyncDispose]());

interface Answer {
  readonly status: number;
  readonly again: string | null;
  readonly problem: { readonly title?: string; readonly detail?: string };
}

async function ask(at: string, method: string, path: string, bearer: string, body: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
  const answer = await fetch(`${at}/v1${path}`, { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  const problem = answer.ok ? {} : (JSON.parse(text) as Answer['problem']);
  return { status: answer.status, again: answer.headers.get('retry-after'), problem };
}
const openField = (at = address) => ask(at, 'POST', `/dealings/${dealing}/fields`, shop, { fields: ['name'] });
const correct = () => ask(address, 'PUT', '/own-data', person.token, { fields: { name: 'Інше' }, language: 'uk' });

async function entriesOf(personId: string): Promise<number> {
  const { db } = kit.app.parts;
  const row = await db.row<{ n: number }>('select max(n) as n from entry where person_id = $1', [personId]);
  return row?.n ?? 0;
}

/** The same product beside the kit, as a role of PostgreSQL that a limit can be put on. */
async function openAsRole(role: string) {
  const { db } = kit.app.parts;
  await db.run(`create role ${role} login`);
  for (const what of ['all on schema public', 'all on all tables in schema public'])
    await db.run(`grant ${what} to ${role}`);
  const url = new URL(kit.databaseUrl);
  url.username = role;
  const served = await serve(
    await openApp({ ...kit.app.settings, databaseUrl: url.href }, { role: 'command', log: QUIET }),
  );
  return {
    address: served.address,
    async close() {
      await served.stop();
      await db.run(`drop owned by ${role}`);
      await db.run(`drop role ${role}`);
    },
  };
}
const QUIET = { info: () => {}, warn: () => {}, error: () => {} };

test('where neighbours took the connections of the database, who asks hears 503 and when to ask again, and it mends by itself', async () => {
  const { db } = kit.app.parts;
  const role = `limited_${randomUUID().slice(0, 8)}`;
  const beside = await openAsRole(role);
  try {
    const before = await entriesOf(person.personId);
    await db.run(`alter role ${role} connection limit 1`);
    await db.rows('select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename = $1', [role]);
    const crowd = await Promise.all(Array.from({ length: 16 }, () => openField(beside.address)));
    const refused = crowd.filter(({ status }) => status !== 200);
    assert(refused.length > 0, 'one connection is not enough for what one process does at once');
    for (const { status, again, problem } of refused) {
      assert.deepEqual([status, again], [503, '1']);
      assert.match(problem.title ?? '', /^The database (has no connection left just now|is away for a moment)$/);
      assert.match(problem.detail ?? '', /ask again/);
    }
    await db.run(`alter role ${role} connection limit -1`);
    const later = await Promise.all(Array.from({ length: 16 }, () => openField(beside.address)));
    assert.deepEqual([...new Set(later.map(({ status }) => status))], [200]);
    const given = [...crowd, ...later].filter(({ status }) => status === 200).length;
    const written = (await entriesOf(person.personId)) - before;
    assert(written >= given && written <= crowd.length + later.length, 'one entry for each value that was given');
  } finally {
    await beside.close();
  }
});

test('a neighbour who holds one person’s chain keeps that person waiting and nobody else', async () => {
  const { db } = kit.app.parts;
  const other = await kit.person();
  const theirs = await joinedDealing(kit, other);
  await db.transaction(async (tx) => {
    await tx.row('select pg_advisory_xact_lock(hashtextextended($1::text, 0))', [person.personId]);
    const statuses = Array.from({ length: 20 }, async () => {
      const held = await ask(address, 'POST', `/dealings/${theirs}/fields`, shop, { fields: ['name'] });
      return held.status;
    });
    assert.deepEqual([...new Set(await Promise.all(statuses))], [200]);
    const { status, again } = await openField();
    assert.deepEqual([status, again], [503, '1']);
  });
  assert.equal((await openField()).status, 200);
});

test('a standby is never read from: the start names it, and a server that is led to one answers 503 until it is led back', async () => {
  const { db } = kit.app.parts;
  const row = await db.row<{ name: string }>('select quote_ident(current_database()) as name');
  // A function of the same name is found before the system's own: for new connections this database is a standby.
  await db.run('create function public.pg_is_in_recovery() returns boolean language sql as $$ select true $$');
  await db.run(`alter database ${row?.name} set search_path = public, pg_catalog`);
  await assert.rejects(openApp(kit.app.settings, { role: 'command' }), {
    name: 'DatabaseError',
    message: 'DATABASE_URL leads to a standby, which is behind: lead it to the server that it follows.',
  });
  await using administrator = await openAside();
  await administrator.run(`select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
  for (const answer of [await openField(), await correct()])
    assert.deepEqual([answer.status, answer.again], [503, '1']);
  assert.equal((await fetch(`${address}/health/ready`)).status, 503);
  await administrator.run('drop function public.pg_is_in_recovery()');
  assert.equal((await openField()).status, 200);
  assert.equal((await fetch(`${address}/health/ready`)).status, 200);
});

/** A connection that is none of the product's. */
async function openAside() {
  const client = new pg.Client({ connectionString: kit.databaseUrl });
  await client.connect();
  return {
    run: async (text: string) => (await client.query(text)).rows,
    [Symbol.asyncDispose]: () => client.end(),
  };
}

test('once a newer program has changed the database, the older one beside it refuses as busy, writes nothing more and ends', async () => {
  using folder = openTestFolder();
  await using beside = await openAside();
  const before = await entriesOf(person.personId);
  await beside.run('begin');
  await beside.run(`select pg_advisory_xact_lock(hashtextextended('${person.personId}', 0))`);
  // It waits for the chain, and is decided on after the newer program came.
  const waiting = correct();
  const waits = `select 1 from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`;
  while ((await beside.run(waits)).length === 0) await pause(5);
  await migrate({ url: kit.databaseUrl }, { folder: newerMigrations(folder.path) });
  await beside.run('rollback');
  for (const answer of [await waiting, await openField(), await correct()]) {
    assert.deepEqual([answer.status, answer.again], [503, '1']);
    assert.equal(answer.problem.detail, 'a newer version of this server has taken over; ask again');
  }
  assert.equal(await entriesOf(person.personId), before);
  assert.equal((await fetch(`${address}/health/ready`)).status, 503);
  await kit.app.parts.bearings.overtaken;
});

test('a statement that the newer shape has no place for is told as that, and any other fault as itself', async () => {
  const { bearings, db } = kit.app.parts;
  const gone = await db.rows('select n from never_there').catch((error: unknown) => error);
  assert.equal((await bearings.explain(gone)) instanceof Refusal, true);
  const fault = new Error('a fault');
  assert.equal(await bearings.explain(fault), fault);
});
