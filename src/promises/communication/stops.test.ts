import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, STRANGER, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { openSmtpSink, type SmtpSink } from '../../../test/testkit/smtp.ts';
import type { Db } from '../../kernel/db/db.ts';
import { openGate } from '../../kernel/gate/gate.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { eraseOwnData, leaveData, seeOwnHistory } from '../agreement/index.ts';
import { sendBulletin } from './copies/send-bulletin.ts';
import {
  confirmBulletin,
  nameSender,
  nameTopic,
  previewBulletin,
  seeOwnMessages,
  stopByLetter,
  stopByLink,
  stopMessages,
  undoStop,
  writeBulletin,
} from './index.ts';

let sink: SmtpSink;
let kit: TestApp;
let staff: TestPerson;
before(async () => {
  sink = await openSmtpSink();
  kit = await openTestApp({ SMTP_URL: sink.url });
  staff = await kit.person({ name: 'Editor', country: 'UA' });
  await kit.app.parts.db.run('insert into staff (person_id, role) values ($1, $2)', [staff.personId, 'owner']);
  await kit.app.parts.db.run('update session set strong = true where person_id = $1', [staff.personId]);
  await kit.app.gate.pass(nameSender, staff.asker, { address: 'news@site.example', name: '' });
  await kit.app.gate.pass(nameTopic, staff.asker, { topic: 'sales', ru: 'Распродажи', en: 'Sales', uk: 'Розпродажі' });
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

const ORIGIN = 'https://site.example';
const left = (email: string) => ({ name: 'Анна', country: 'UA', email });

async function confirm(topic: string): Promise<string> {
  const draft = {
    topic,
    sender: 'news@site.example',
    language: 'ru',
    subject: 'Новости',
    markdown: '{stop}',
  };
  const { output: made } = await kit.app.gate.pass(writeBulletin, staff.asker, draft);
  const asked = { bulletin: made.bulletin, origin: ORIGIN };
  const { output: seen } = await kit.app.gate.pass(previewBulletin, staff.asker, asked);
  await kit.app.gate.pass(confirmBulletin, staff.asker, { ...asked, shown: seen.shown });
  return made.bulletin;
}

/** Sends one bulletin on a topic and tells who got it, with the token of each copy. */
async function send(topic = 'news'): Promise<ReadonlyMap<string, string>> {
  await confirm(topic);
  sink.received.length = 0;
  await kit.app.worker.drain();
  const parsed = await sink.parsed();
  return new Map(
    parsed.map((one) => [one.to?.[0]?.address ?? '', /\/stop\/([\w-]{43})/.exec(one.text ?? '')?.[1] ?? '']),
  );
}

async function tokenOf(address: string): Promise<string> {
  const token = (await send()).get(address);
  assert(token !== undefined, `${address} got the bulletin`);
  return token;
}

const refused = (code: Refusal['code']) => (error: unknown) => error instanceof Refusal && error.code === code;
const byLink = (token: string, scope: 'all' | 'topic' = 'all') =>
  kit.app.gate.pass(stopByLink, STRANGER, { token, scope, how: 'link' });

test('the link in a message stops messages without a sign-in, and using it again changes nothing', async () => {
  const person = await kit.person(left('one@example.org'));
  const token = await tokenOf('one@example.org');
  await byLink(token);
  await byLink(token);
  assert.equal((await send()).has('one@example.org'), false);
  const { output } = await kit.app.gate.pass(seeOwnMessages, person.asker, {});
  assert.deepEqual([...new Set(output.stops.map(({ topic, how }) => `${topic} ${how}`))], ['null link']);
  const { output: history } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  assert.ok(history.entries.some(({ kind }) => kind === 'stopByLink'));
  await assert.rejects(byLink('A'.repeat(43)), refused('not_found'));
});

test('a stop that comes between the decision over a copy and the taking of its recipient stops that copy', async () => {
  await kit.person(left('between@example.org'));
  const token = await tokenOf('between@example.org');
  const other = await kit.person(left('between@example.org'));
  const bulletin = await confirm('news');
  const { parts, gate } = kit.app;
  let decided = 0;
  // The other's link stops their common address, and leaves no entry in this person's chain.
  const stoppedMeanwhile: Db = {
    ...parts.db,
    transaction: async (work) => {
      decided += 1;
      if (decided === 1) await byLink(token);
      return await parts.db.transaction(work);
    },
  };
  const copy = {
    bulletin,
    person: other.personId,
    field: 'email',
    language: 'ru',
    lane: '00000000-0000-4000-8000-000000000001',
    relay: { host: '127.0.0.1', loopback: true },
  };
  const asked = openGate(parts, gate.acts, { sharing: stoppedMeanwhile }).pass(sendBulletin, { kind: 'worker' }, copy);
  await assert.rejects(
    asked,
    (error) => error instanceof Refusal && error.detail.missing?.includes('notStopped') === true,
  );
  assert.equal(decided, 1, 'it was decided to send, and then decided anew');
  const taken = await parts.db.rows('select from bulletin_hand_over where bulletin_id = $1', [bulletin]);
  assert.equal(taken.length, 0);
  await kit.app.worker.drain();
});

test('a stop of one topic leaves the others, and a stop of all leaves none', async () => {
  await kit.person(left('topics@example.org'));
  const token = await tokenOf('topics@example.org');
  await byLink(token, 'topic');
  assert.equal((await send('news')).has('topics@example.org'), false);
  assert.equal((await send('sales')).has('topics@example.org'), true);
  await byLink(token);
  assert.equal((await send('sales')).has('topics@example.org'), false);
});

test('a stop is still there after a restart, for a copy that was confirmed before it', async () => {
  const person = await kit.person(left('restart@example.org'));
  await kit.app.gate.pass(stopMessages, person.asker, {});
  await using again = await openBeside();
  const { output } = await again.app.gate.pass(seeOwnMessages, person.asker, {});
  assert.equal(output.stops.length > 0, true);
  assert.equal((await send()).has('restart@example.org'), false);
});

/** The same database and keys, opened by a second process's worth of program. */
async function openBeside() {
  const { openApp } = await import('../../app.ts');
  const app = await openApp(kit.app.settings, { role: 'command' });
  return { app, [Symbol.asyncDispose]: () => app.close() };
}

test('a stop outlives the erasure: whoever leaves the same address again gets nothing', async () => {
  const person = await kit.person(left('gone@example.org'));
  const token = await tokenOf('gone@example.org');
  await byLink(token);
  await kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
  await kit.person(left('GONE@Example.org'));
  assert.equal((await send()).has('GONE@Example.org'), false);
  const kept = await kit.app.parts.db.rows('select * from address_stop where how = $1', ['link']);
  assert.doesNotMatch(JSON.stringify(kept), new RegExp(`gone@example|${person.personId}`, 'i'));
});

test('a stop and an erasure at the same moment leave the address stopped, whichever comes first', async () => {
  for (const [n, address] of ['both@example.org', 'again@example.org'].entries()) {
    const person = await kit.person(left(address));
    const token = await tokenOf(address);
    await confirm('news');
    const erase = () => kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
    const stop = () => byLink(token);
    sink.received.length = 0;
    // A bulletin runs meanwhile, too.
    await Promise.all([...(n === 0 ? [erase(), stop()] : [stop(), erase()]), kit.app.worker.drain()]);
    const during = sink.received.filter(({ to }) => to.includes(address)).length;
    assert.ok(during <= 1, 'at most the copy that was taken before either');
    await kit.person(left(address));
    assert.equal((await send()).has(address), false);
  }
});

test('the link of a person who was erased still stops the address', async () => {
  const person = await kit.person(left('late@example.org'));
  const token = await tokenOf('late@example.org');
  await kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
  await byLink(token);
  await kit.person(left('late@example.org'));
  assert.equal((await send()).has('late@example.org'), false);
});

test('a stop follows the person to the address they move to', async () => {
  const person = await kit.person(left('old@example.org'));
  const token = await tokenOf('old@example.org');
  const move = { fields: { email: 'new@example.org' }, language: 'ru', password: person.password };
  await kit.app.gate.pass(leaveData, person.asker, move);
  await byLink(token);
  const got = await send();
  assert.deepEqual([got.has('old@example.org'), got.has('new@example.org')], [false, false]);
});

test('only the person takes a stop back: made in the account, there; made by a link, with the link of their message open', async () => {
  const person = await kit.person(left('undo@example.org'));
  const token = await tokenOf('undo@example.org');
  await kit.app.gate.pass(stopMessages, person.asker, {});
  await kit.app.gate.pass(undoStop, person.asker, {});
  assert.equal((await send()).has('undo@example.org'), true);
  await byLink(token);
  await assert.rejects(kit.app.gate.pass(undoStop, person.asker, {}), refused('forbidden_by_policy'));
  await assert.rejects(
    kit.app.gate.pass(undoStop, person.asker, { token: 'A'.repeat(43) }),
    refused('forbidden_by_policy'),
  );
  await kit.app.gate.pass(undoStop, person.asker, { token });
  assert.equal((await send()).has('undo@example.org'), true);
  await assert.rejects(kit.app.gate.pass(undoStop, person.asker, {}), refused('conflict'));
});

test('whoever registers with the address of another cannot bring back what the other stopped', async () => {
  await kit.person(left('shared@example.org'));
  const token = await tokenOf('shared@example.org');
  const thief = await kit.person(left('shared@example.org'));
  await byLink(token);
  assert.equal((await send()).has('shared@example.org'), false);
  await assert.rejects(kit.app.gate.pass(undoStop, thief.asker, {}), refused('forbidden_by_policy'));
  await assert.rejects(kit.app.gate.pass(undoStop, thief.asker, { token }), refused('forbidden_by_policy'));
  assert.equal((await send()).has('shared@example.org'), false);
});

test('whose address was proved takes back any stop of it', async () => {
  const person = await kit.person(left('proved@example.org'));
  await byLink(await tokenOf('proved@example.org'));
  await kit.app.parts.db.run(
    `update value set verified_at = clock_timestamp(), verified_how = 'desk' where person_id = $1 and field = 'email'`,
    [person.personId],
  );
  await kit.app.gate.pass(undoStop, person.asker, {});
  assert.equal((await send()).has('proved@example.org'), true);
});

test('a letter stops messages by its address or its code, and staff have no act to undo any stop', async () => {
  await kit.person(left('letter@example.org'));
  await kit.person(left('code@example.org'));
  const sent = await send();
  await kit.app.gate.pass(stopByLetter, staff.asker, { from: ' Letter@Example.org ' });
  await kit.app.gate.pass(stopByLetter, staff.asker, { from: sent.get('code@example.org') });
  const next = await send();
  assert.deepEqual([next.has('letter@example.org'), next.has('code@example.org')], [false, false]);
  await assert.rejects(kit.app.gate.pass(stopByLetter, staff.asker, { from: 'nothing' }), refused('invalid'));
  const undoing = kit.app.gate.acts.filter(({ name }) => /stop/i.test(name) && /undo|resume|allow/i.test(name));
  assert.deepEqual(
    undoing.map(({ askers }) => askers),
    [['person']],
  );
});
