import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { readWebhook } from '../../../../packages/client/src/read-webhook.ts';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../../../../test/testkit/app.ts';
import { joinedDealing } from '../../../../test/testkit/joined-dealing.ts';
import { type NoticeTaker, openNoticeTaker } from '../../../../test/testkit/notice-taker.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { appointStaff } from '../../../../test/testkit/staff.ts';
import { openWorker } from '../../../kernel/jobs.ts';
import { eraseOwnData, leaveData, seeOwnHistory } from '../../agreement/index.ts';
import {
  askFields,
  endDealing,
  endServiceEndpoint,
  pauseUse,
  repeatNotices,
  resumeUse,
  setServiceEndpoint,
  TELL_SERVICE_JOB,
  tellServiceJob,
  turnNoticeSecret,
} from '../index.ts';

const host = { kind: 'host', by: 'test' } as const;
let taker: NoticeTaker;
let kit: TestApp;
let secret: string;
let person: TestPerson;
let dealing: string;
before(async () => {
  taker = await openNoticeTaker();
  kit = await openTestApp({ PRIVATE_SERVICES: taker.host });
  await kit.publish();
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  await taker[Symbol.asyncDispose]();
});
beforeEach(async () => {
  const { gate, worker, parts } = kit.app;
  await parts.db.run('delete from service_notice');
  taker.answer = (_request, response) => response.writeHead(204).end();
  const { output } = await gate.pass(setServiceEndpoint, host, { service: 'shop', address: taker.address });
  secret = output.secret ?? secret;
  person = await kit.person();
  dealing = await joinedDealing(kit, person);
  await worker.drain();
  taker.taken.length = 0;
});

const told = () => taker.taken.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> });
/** What waits is due now: what the clock would do. */
async function later(): Promise<void> {
  const { db } = kit.app.parts;
  await db.run('update service_endpoint set rests_until = null');
  await db.run('update job set run_at = clock_timestamp() where kind = $1 and done_at is null', [TELL_SERVICE_JOB]);
  await kit.app.worker.drain();
}
const standing = async () =>
  await kit.app.parts.db.row<{ tries: number; given: boolean; failure: string | null; delivered: boolean }>(
    `select tries, given_up_at is not null as given, failure, delivered_at is not null as delivered
     from service_notice order by at desc limit 1`,
  );
const pseudonym = async () => {
  const { asker } = await kit.credential('service', 'shop');
  return (await kit.app.gate.pass(askFields, asker, { dealing, fields: ['name'] })).output.person;
};

test('a service is told what a person did in its dealing, by the name it knows them by and without a value', async () => {
  const { gate, worker } = kit.app;
  const known = await pseudonym();
  await gate.pass(leaveData, person.asker, {
    fields: { name: 'Новая Канарейка', 'birth-date': '1985-01-01' },
    language: 'ru',
  });
  await gate.pass(pauseUse, person.asker, {});
  await gate.pass(leaveData, person.asker, { fields: { name: 'Тихая Канарейка' }, language: 'ru' });
  await gate.pass(resumeUse, person.asker, {});
  await gate.pass(endDealing, person.asker, { dealing });
  await worker.drain();
  await later();
  const sorted = told().toSorted((a, b) => a.type.localeCompare(b.type));
  assert.deepEqual(
    sorted.map(({ type, data }) => [type, data]),
    [
      ['data.changed', { person: known, dealing, fields: ['name'] }],
      ['dealing.ended', { person: known, dealing }],
      ['person.paused', { person: known }],
      ['person.resumed', { person: known }],
    ],
  );
  for (const { body } of taker.taken) {
    for (const value of ['Канарейка', '1985', person.personId, LEFT.email]) assert(!body.includes(value));
  }
  const { entries } = (await gate.pass(seeOwnHistory, person.asker, {})).output;
  assert.equal(entries.filter(({ kind }) => kind === 'tellService').length, 5, 'joining, and each of these');
});

test('what a service that is told nothing has no endpoint for is not even written down', async () => {
  const { gate, parts } = kit.app;
  await gate.pass(endServiceEndpoint, host, { service: 'shop' });
  await gate.pass(pauseUse, person.asker, {});
  assert.equal(await standing(), undefined);
  await assert.rejects(gate.pass(repeatNotices, { kind: 'worker' }, { service: 'shop' }), refusedAs('not_found'));
  assert.equal((await parts.siteSecrets.read(parts.db, 'notices/shop')) === undefined, true);
});

test('of an erased person a service learns that they were erased, and of what came before nothing any more', async () => {
  const { gate, worker } = kit.app;
  const known = await pseudonym();
  taker.answer = (_request, response) => response.writeHead(503).end();
  await gate.pass(pauseUse, person.asker, {});
  await worker.drain();
  taker.taken.length = 0;
  taker.answer = (_request, response) => response.writeHead(204).end();
  await gate.pass(eraseOwnData, person.asker, { password: person.password });
  await later();
  assert.deepEqual(
    told().map(({ type, data }) => [type, data]),
    [['person.erased', { person: known }]],
  );
  const { db } = kit.app.parts;
  const left = await db.rows('select 1 from service_notice where person_id = $1', [person.personId]);
  const entries = await db.rows(
    `select 1 from entry where person_id = $1 and kind = 'tellService' and body is not null`,
    [person.personId],
  );
  assert.deepEqual([left, entries], [[], []]);
});

test('each notice is signed; while a secret changes both are good, after a leak only the new one', async () => {
  const { gate, worker } = kit.app;
  const verify = async (given: string) => {
    const last = taker.taken.at(-1);
    assert(last !== undefined);
    return (await readWebhook(given, last.headers, last.body)) !== undefined;
  };
  await gate.pass(pauseUse, person.asker, {});
  await worker.drain();
  assert(await verify(secret));
  const last = taker.taken.at(-1);
  assert.doesNotThrow(
    () => new Webhook(secret).verify(last?.body ?? '', last?.headers ?? {}),
    'and by the library of others',
  );
  const { output: turned } = await gate.pass(turnNoticeSecret, host, { service: 'shop' });
  await gate.pass(resumeUse, person.asker, {});
  await worker.drain();
  assert.deepEqual([await verify(secret), await verify(turned.secret)], [true, true]);
  await kit.app.parts.db.run(`update service_endpoint set older_until = clock_timestamp() - interval '1 second'`);
  await gate.pass(pauseUse, person.asker, {});
  await worker.drain();
  assert.deepEqual([await verify(secret), await verify(turned.secret)], [false, true], 'the overlap is over');
  const { output: after } = await gate.pass(turnNoticeSecret, host, { service: 'shop', overlapHours: 0 });
  await gate.pass(resumeUse, person.asker, {});
  await worker.drain();
  assert.deepEqual([await verify(turned.secret), await verify(after.secret)], [false, true], 'it leaked');
  secret = after.secret;
});

test('what is not taken is tried again later and later, then kept, and sent again by the owner’s order', async () => {
  const { gate, worker, parts } = kit.app;
  taker.answer = (_request, response) => response.writeHead(500).end();
  await gate.pass(pauseUse, person.asker, {});
  await worker.drain();
  const waits: number[] = [];
  while (!(await standing())?.given) {
    const row = await parts.db.row<{ seconds: number }>(
      `select round(extract(epoch from run_at - clock_timestamp()))::int as seconds from job
       where kind = $1 and done_at is null`,
      [TELL_SERVICE_JOB],
    );
    waits.push(row?.seconds ?? 0);
    await later();
  }
  assert(
    waits.every((seconds, n) => n === 0 || seconds > (waits[n - 1] ?? 0)),
    `${waits}`,
  );
  assert.deepEqual({ ...(await standing()) }, { tries: 9, given: true, failure: 'refused', delivered: false });
  assert.equal(new Set(taker.taken.map(({ headers }) => headers['webhook-id'])).size, 1, 'one notice, one number');
  taker.answer = (_request, response) => response.writeHead(200).end('thanks');
  const owner = await appointStaff(kit, 'owner');
  assert.equal((await gate.pass(repeatNotices, owner.asker, { service: 'shop' })).output.again, 1);
  await later();
  assert.equal((await standing())?.delivered, true);
  assert.equal((await gate.pass(repeatNotices, owner.asker, { service: 'shop' })).output.again, 0);
  assert(
    (await gate.pass(repeatNotices, owner.asker, { service: 'shop', days: 7 })).output.again >= 1,
    'lost over there',
  );
});

test('an address that leads inside a network is called by nobody, however it is written', async () => {
  await using inside = await openNoticeTaker();
  const { gate, worker, parts } = kit.app;
  const { port } = new URL(inside.address);
  const set = (address: string) => gate.pass(setServiceEndpoint, host, { service: 'shop', address });
  for (const address of [
    inside.address,
    `http://example.org/`,
    'https://user:password@example.org/',
    'ftp://example.org/',
  ]) {
    await assert.rejects(
      set(address),
      refusedAs('invalid', ({ detail }) => assert.equal(detail.field, 'address')),
    );
  }
  for (const address of [
    ...[
      `https://127.0.0.1:${port}/`,
      `https://localhost:${port}/`,
      `https://127.1:${port}/`,
      `https://2130706433:${port}/`,
    ],
    ...[
      `https://[::1]:${port}/`,
      `https://[::ffff:127.0.0.1]:${port}/`,
      'https://169.254.169.254/',
      'https://10.0.0.1/',
    ],
    ...['https://0.0.0.0/', 'https://[fd00::1]/', 'https://[64:ff9b::7f00:1]/', 'https://192.168.1.1/'],
  ]) {
    await parts.db.run('delete from service_notice');
    await set(address);
    await gate.pass(pauseUse, person.asker, {});
    await worker.drain();
    assert.deepEqual([(await standing())?.tries, (await standing())?.delivered], [1, false], address);
    await gate.pass(resumeUse, person.asker, {});
  }
  assert.equal(inside.taken.length, 0);
});

test('one that is dead, slow, sends elsewhere or answers without end costs one short call, and is tried again', async () => {
  await using inside = await openNoticeTaker();
  const { gate, parts } = kit.app;
  const handlers = new Map([[TELL_SERVICE_JOB, tellServiceJob(gate, 300)]]);
  const worker = openWorker({ db: parts.db, log: parts.log, handlers });
  const WAYS = {
    dead: (_request, response) => response.socket?.destroy(),
    slow: () => {},
    elsewhere: (_request, response) => response.writeHead(302, { location: inside.address }).end(),
    endless: (_request, response) => {
      response.writeHead(200);
      const more = () => response.write(Buffer.alloc(65_536, 'x')) && setImmediate(more);
      response.on('drain', more).on('error', () => {});
      more();
    },
  } satisfies Record<string, NoticeTaker['answer']>;
  for (const [way, answer] of Object.entries(WAYS)) {
    taker.answer = answer;
    await parts.db.run('delete from service_notice');
    await parts.db.run('update service_endpoint set rests_until = null');
    await gate.pass(pauseUse, person.asker, {});
    await worker.drain();
    assert.deepEqual([(await standing())?.tries, (await standing())?.delivered], [1, false], way);
    await gate.pass(resumeUse, person.asker, {});
  }
  assert.equal(inside.taken.length, 0, 'no redirect is followed');
  taker.answer = (_request, response) => response.writeHead(410).end();
  await parts.db.run('delete from service_notice');
  await parts.db.run('update service_endpoint set rests_until = null');
  await gate.pass(pauseUse, person.asker, {});
  await worker.drain();
  assert.deepEqual(
    [(await standing())?.given, (await standing())?.failure],
    [true, 'gone'],
    'nobody is there any more',
  );
});

test('a service that the policy does not declare any more is told nothing', async () => {
  const { gate } = kit.app;
  await gate.pass(pauseUse, person.asker, {});
  await kit.publish((all) => ({ ...all, services: [] }));
  await kit.app.worker.drain();
  assert.equal(taker.taken.length, 0);
  assert.deepEqual([(await standing())?.given, (await standing())?.failure], [true, 'policy']);
  await kit.publish();
});

test('only the owner and the host say where notices go: not the key of the service, nor anybody else', async () => {
  const { gate } = kit.app;
  const { asker } = await kit.credential('service', 'shop');
  const support = await appointStaff(kit, 'support');
  const asked = { service: 'shop', address: 'https://elsewhere.example/' };
  for (const one of [asker, person.asker, support.asker]) {
    await assert.rejects(gate.pass(setServiceEndpoint, one, asked), refusedAs('not_found'));
  }
});
