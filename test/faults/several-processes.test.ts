import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type DemoPerson, openSeveral, type Several } from '../../src/bench/several.ts';
import { openSeveralServers, type SeveralServers } from '../../src/bench/several-servers.ts';
import { changePolicy } from '../../src/prove/twin/change-policy.ts';
import { openTestDatabase, type TestDatabase } from '../testkit/database.ts';
import { openTestFolder } from '../testkit/folder.ts';

const SERVERS = [0, 1, 2, 3] as const;

let folder: ReturnType<typeof openTestFolder>;
let database: TestDatabase;
let servers: SeveralServers;
let several: Several;

before(async () => {
  folder = openTestFolder();
  database = await openTestDatabase();
  servers = await openSeveralServers(SERVERS.length, {
    DATABASE_URL: database.url,
    KEY_DIR: join(folder.path, 'keys'),
    BACKUP_DIR: join(folder.path, 'backups'),
  });
  several = await openSeveral(servers);
});
after(async () => {
  await servers?.close();
  await database[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** What each of the four answers, asked one after the other. */
async function everywhere(path: string, bearer: string, body?: object): Promise<readonly (number | undefined)[]> {
  const statuses: (number | undefined)[] = [];
  for (const server of SERVERS) {
    const question = { method: body === undefined ? 'GET' : 'POST', path, bearer, ...(body ? { body } : {}) };
    statuses.push((await several.ask(server, question))?.status);
  }
  return statuses;
}

const person = (n: number): DemoPerson => several.people[n] ?? assert.fail('the demonstration has three people');

for (const server of [0, 1, 2]) {
  test(`server ${server + 1} of four is killed in mid-load, the others go on, and it comes back`, async () => {
    await several.round(server);
  });
}

test('a version that was published beside them is in force in all four at once, under load', async () => {
  const fields = { fields: ['phone'] };
  const path = `/dealings/${several.dealing}/fields`;
  assert.deepEqual(await everywhere(path, several.secret, fields), [200, 200, 200, 200]);
  await servers.look(async ({ gate }) => {
    await changePolicy(gate, folder.path, ({ declarations, ...rest }) => ({
      ...rest,
      declarations: {
        ...declarations,
        services: declarations.services.map((service) => ({
          ...service,
          purposes: service.purposes.map((purpose) => ({
            ...purpose,
            fields: purpose.fields.filter((field) => field !== 'phone'),
          })),
        })),
      },
    }));
    assert.deepEqual(await everywhere(path, several.secret, fields), [403, 403, 403, 403]);
  });
});

test('a session that was ended at one server is ended at all, and a stop at one is known to all', async () => {
  const session = await several.signIn(1, person(1));
  assert.deepEqual(await everywhere('/own-messages', session), [200, 200, 200, 200]);
  const stopped = await several.ask(2, { method: 'PUT', path: '/own-messages/stops', bearer: session, body: {} });
  assert.equal(stopped?.status, 200);
  for (const server of SERVERS) {
    const answer = await several.ask(server, { method: 'GET', path: '/own-messages', bearer: session });
    assert.match(JSON.stringify(answer?.body), /"stops":\[\{"topic":null/);
  }
  const ended = await several.ask(3, { method: 'DELETE', path: '/sessions/current', bearer: session });
  assert.equal(ended?.status, 200);
  assert.deepEqual(await everywhere('/own-messages', session), [401, 401, 401, 401]);
});

test('keys that a command turned are used by all four: each reads what the others sealed', async () => {
  const session = await several.signIn(0, person(1));
  await servers.command('keys', 'rotate');
  for (const server of SERVERS) {
    const name = `Имя от ${server}`;
    const question = { path: '/own-data', bearer: session };
    const left = await several.ask(server, { ...question, method: 'PUT', body: { fields: { name }, language: 'ru' } });
    assert.equal(left?.status, 200);
    for (const reader of SERVERS) {
      const seen = await several.ask(reader, { ...question, method: 'GET' });
      assert.match(JSON.stringify(seen?.body), new RegExp(name));
    }
  }
});

test('wrong passwords are counted by all four together', async () => {
  const statuses: (number | undefined)[] = [];
  for (let n = 0; n < 8; n += 1) {
    const body = { identifier: person(2).accountName, password: `a wrong one ${n}` };
    const answer = await several.ask(n % SERVERS.length, { method: 'POST', path: '/sessions', body });
    statuses.push(answer?.status);
  }
  assert.deepEqual(statuses.slice(0, 5), [401, 401, 401, 401, 401]);
  assert.deepEqual([...new Set(statuses.slice(6))], [429]);
});

test('where the database lets only one of those who meet go on (40001), each act is repeated until it is done', async () => {
  const { db } = database;
  await db.run('create sequence storm');
  await db.run(`create function storm() returns trigger language plpgsql as $$ begin
    if nextval('storm') % 2 = 1 then raise exception using errcode = 'serialization_failure'; end if;
    return null;
  end $$`);
  const stormy = ['entry', 'value_key', 'tombstone', 'tombstone_file', 'dealing', 'idempotency'];
  for (const table of stormy)
    await db.run(
      `create trigger storm before insert or update or delete on ${table} for each statement execute function storm()`,
    );
  await several.acts(60);
  for (const table of stormy) await db.run(`drop trigger storm on ${table}`);
  const met = await db.row<{ n: number }>('select last_value as n from storm');
  assert(met !== undefined && met.n > 120, 'half of all statements were refused');
});

test('after all that no act is lost or doubled, and the ledger is whole', async () => {
  const acts = await several.settle();
  assert(acts >= 3 * 80);
});
