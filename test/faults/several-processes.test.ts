import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type DemoPerson, openSeveral, type Several } from '../../src/bench/several.ts';
import { openSeveralServers, type SeveralServers } from '../../src/bench/several-servers.ts';
import { changePolicy } from '../../src/prove/twin/change-policy.ts';
import { root } from '../../src/root.ts';
import { openTestDatabase, type TestDatabase } from '../testkit/database.ts';
import { openTestFolder } from '../testkit/folder.ts';
import { newerProgram } from '../testkit/newer-program.ts';

const SERVERS = [0, 1, 2, 3] as const;

const CLOCK = pathToFileURL(join(root, 'test/testkit/clock-apart.mjs')).href;
/** As machines are that nobody set up: three time zones, and two clocks sixty hours apart. All stories here are of these four. */
const machine = (zone: string, hours: number) => ({
  TZ: zone,
  CLOCK_AHEAD_HOURS: String(hours),
  NODE_OPTIONS: `--import=${CLOCK}`,
});
const MACHINES = [{}, machine('Pacific/Kiritimati', 30), machine('America/Los_Angeles', -30), { TZ: 'Asia/Kathmandu' }];

let folder: ReturnType<typeof openTestFolder>;
let database: TestDatabase;
let servers: SeveralServers;
let several: Several;

before(async () => {
  folder = openTestFolder();
  database = await openTestDatabase();
  const settings = {
    DATABASE_URL: database.url,
    KEY_DIR: join(folder.path, 'keys'),
    BACKUP_DIR: join(folder.path, 'backups'),
  };
  servers = await openSeveralServers(SERVERS.length, settings, (server) => MACHINES[server] ?? {});
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

/** A form left without an account, its page made by one server and sent to another. @returns the key of whoever left it */
async function leaveForm(maker: number, taker: number): Promise<string> {
  const [from = '', to = ''] = [servers.addresses[maker], servers.addresses[taker]];
  const page = await (await fetch(`${from}/forms/call-back`)).text();
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)?.[1] ?? '';
  const left = { 'fields.name': 'Ольга', 'fields.phone': '+380441234567', 'fields.country': 'UA' };
  const body = new URLSearchParams({ ...left, csrf: value('csrf'), nonce: value('nonce') });
  const answer = await fetch(`${to}/forms/call-back`, { method: 'POST', body, headers: { origin: to } });
  const text = await answer.text();
  assert.equal(answer.status, 201, text.slice(0, 2000));
  return /\/mine\/([A-Za-z0-9_-]{43})/.exec(text)?.[1] ?? '';
}

test('what is young enough and what is too old is so for all four, whatever the clocks of their machines say', async () => {
  const [right, ahead, behind] = SERVERS;
  // Sixty hours apart a page of a form would be stale at once, or fresh for ever.
  const keys = [await leaveForm(behind, ahead), await leaveForm(ahead, behind)];
  const sessions = keys.map(async (key) => {
    const answer = await several.ask(right, { method: 'POST', path: '/own-key-sessions', body: { key } });
    return String(answer?.body.session);
  });
  const [fresh = '', stale = ''] = await Promise.all(sessions);
  const age = "update session set authenticated_at = authenticated_at - interval '31 minutes' where token_hash = $1";
  assert.equal(await database.db.run(age, [createHash('sha256').update(stale).digest()]), 1);
  assert.deepEqual(await everywhere('/own-data/erasure', stale, {}), [403, 403, 403, 403]);
  const erased = await several.ask(ahead, { method: 'POST', path: '/own-data/erasure', bearer: fresh, body: {} });
  assert.equal(erased?.status, 200);
});

test('a newer program takes over in mid-load: the older ones answer "busy" and end by themselves, and the load goes on', async () => {
  using later = openTestFolder();
  const newer = newerProgram(later.path);
  await several.acts(20);
  await servers.end(0, 'SIGTERM');
  await servers.start(0, newer);
  assert.deepEqual(await Promise.all([1, 2, 3].map(servers.ended)), [1, 1, 1]);
  await servers.start(1, newer);
  await several.acts(20);
  await assert.rejects(servers.start(2), /made by a newer Kristalux \(it has 9999-/);
  // Looked at below by this program itself, which is the older one.
  await database.db.run('drop table of_a_newer_program');
  await database.db.run('delete from migration where number = 9999');
  await database.db.run('update site set migrations = migrations - 1');
});

test('after all that no act is lost or doubled, and the ledger is whole', async () => {
  const acts = await several.settle();
  assert(acts >= 3 * 80);
});
