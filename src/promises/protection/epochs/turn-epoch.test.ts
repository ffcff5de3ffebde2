import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { LEFT, openTestApp, registerPerson, type TestApp, type TestPerson } from '../../../../test/testkit/app.ts';
import { openApp } from '../../../app.ts';
import { keyStatus } from '../../../kernel/safekeeping/key-status.ts';
import { leaveData, seeOwnData } from '../../agreement/index.ts';
import { type TurnOptions, type TurnStep, turnEpoch } from '../index.ts';

const host = { kind: 'host', by: 'test' } as const;
const turn = (kit: Pick<TestApp, 'app'>, options: Partial<TurnOptions> = {}) =>
  turnEpoch(kit.app.gate, { asker: host, ...options });
const keyFiles = (kit: TestApp) =>
  readdirSync(kit.keyDir)
    .filter((name) => name.startsWith('epoch-'))
    .sort();
const nameOf = async (app: TestApp['app'], { asker }: TestPerson) =>
  (await app.gate.pass(seeOwnData, asker, {})).output.fields.find(({ field }) => field === 'name')?.value;

test('turning the epoch while people come and go loses nobody, opens nothing and leaves one key', async () => {
  await using kit = await openTestApp();
  const people = [await kit.person(), await kit.person({ name: 'Другая', country: 'UA' })];
  const steps: TurnStep['step'][] = [];
  const before = await opened(kit);
  const { rewrapped } = await turn(kit, { hear: ({ step }) => steps.push(step) });
  assert.deepEqual(steps, ['begun', 'rewrapped', 'ended', 'destroyed']);
  assert.equal(rewrapped, people.length + (await siteKeys(kit)));
  assert.deepEqual(keyFiles(kit), ['epoch-0002.key']);
  assert.equal(kit.app.parts.keys.epoch, 2);
  // Nobody's chain got an entry: the batches stand in the site's.
  assert.equal(await opened(kit), before);
  const kinds = await kit.app.parts.db.rows<{ kind: string }>(
    'select kind from entry where person_id = (select site_id from site) order by n desc limit 4',
  );
  assert.deepEqual(
    kinds.map(({ kind }) => kind),
    ['endEpoch', 'rewrapKeys', 'rewrapKeys', 'beginEpoch'],
  );
  assert.equal(await nameOf(kit.app, people[0]!), LEFT.name);
  assert.equal(await nameOf(kit.app, people[1]!), 'Другая');
  await kit.person({ name: 'Позже', country: 'UA' });
});

const opened = async (kit: TestApp) => {
  const row = await kit.app.parts.db.row<{ entries: number }>(
    'select count(*) as entries from entry where person_id <> (select site_id from site)',
  );
  return row?.entries;
};
const siteKeys = async (kit: TestApp) =>
  (await kit.app.parts.db.rows('select 1 as one from person_key where person_id = (select site_id from site)')).length;

for (const stop of ['begun', 'rewrapped', 'ended'] as const) {
  test(`a turning that was killed when it had ${stop} is taken up, also by another process, and loses nothing`, async () => {
    await using kit = await openTestApp();
    const person = await kit.person();
    const killed = turn(kit, {
      hear: ({ step }) => {
        if (step === stop) throw new Error('killed');
      },
    });
    await assert.rejects(killed, /killed/);
    // Between the two everything works, for the process that turned and for one that knew only the former key.
    assert.equal(await nameOf(kit.app, person), LEFT.name);
    const later = await kit.person({ name: 'Между', country: 'UA' });
    const next = await openApp(kit.app.settings, { role: 'command' });
    try {
      const steps: TurnStep['step'][] = [];
      // What had ended is over; there only the file was left, and the next call begins an epoch of its own.
      await turnEpoch(next.gate, { asker: host, hear: ({ step }) => steps.push(step) });
      assert.equal(steps[0], stop === 'ended' ? 'begun' : 'resumed');
      assert.deepEqual(keyFiles(kit), [stop === 'ended' ? 'epoch-0003.key' : 'epoch-0002.key']);
    } finally {
      await next.close();
    }
    assert.equal(await nameOf(kit.app, person), LEFT.name);
    assert.equal(await nameOf(kit.app, later), 'Между');
  });
}

test('a process that knows only the former key goes on with the new one, for reading and for writing', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  const other = await openApp(kit.app.settings, { role: 'command' });
  try {
    await turn(kit);
    assert.equal(other.parts.keys.epoch, 1);
    await other.gate.pass(leaveData, person.asker, { fields: { name: 'Иная' }, language: 'ru' });
    assert.equal(other.parts.keys.epoch, 2);
    assert.deepEqual(other.parts.keys.names().includes('epoch-0001'), false);
    assert.equal(await nameOf(kit.app, person), 'Иная');
  } finally {
    await other.close();
  }
});

test('a key that was wrapped by the former epoch while the next began is wrapped anew, not lost', async () => {
  await using kit = await openTestApp();
  const other = await openApp(kit.app.settings, { role: 'command' });
  try {
    // The other process makes people all the time, knowing nothing of what the first one does.
    let turning = true;
    const made: TestPerson[] = [];
    const maker = (async () => {
      while (turning) made.push(await registerPerson(other, { name: `Имя ${made.length}`, country: 'UA' }));
    })();
    for (let round = 0; round < 3; round += 1) await turn(kit);
    turning = false;
    await maker;
    assert.ok(made.length > 0);
    for (const [at, person] of made.entries()) assert.equal(await nameOf(kit.app, person), `Имя ${at}`);
    assert.deepEqual(keyFiles(kit), ['epoch-0004.key']);
  } finally {
    await other.close();
  }
});

test('two operators who turn at once: one does it, and the other is told', async () => {
  await using kit = await openTestApp();
  await kit.person();
  const other = await openApp(kit.app.settings, { role: 'command' });
  try {
    const told: string[] = [];
    await turn(kit, {
      hear: ({ step }) => {
        told.push(step);
      },
    });
    const both = await Promise.allSettled([turn(kit), turn({ app: other })]);
    const refused = both.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.message)] : []));
    assert.deepEqual(refused, ['the keys are being turned by another process: nothing was done by this one']);
    assert.deepEqual(keyFiles(kit), ['epoch-0003.key']);
  } finally {
    await other.close();
  }
});

test('the server turns an epoch by itself when it is over, and says what is due until then', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  const { db } = kit.app.parts;
  await kit.app.worker.drain();
  assert.deepEqual(keyFiles(kit), ['epoch-0001.key']);
  await db.run(`update key_check set made_at = made_at - interval '28 days' where name = 'epoch-0001'`);
  const place = { keyDir: kit.keyDir, epochDays: 28 };
  const due = (await keyStatus(db, place)).keys.find(({ name }) => name === 'epoch-0001');
  assert.equal(due?.overdue, true);
  await db.run(`update job set run_at = clock_timestamp() where kind = 'turn-keys'`);
  await kit.app.worker.drain();
  assert.deepEqual(keyFiles(kit), ['epoch-0002.key']);
  const status = await keyStatus(db, place);
  assert.equal(status.keys.find(({ name }) => name === 'epoch-0002')?.overdue, false);
  assert.deepEqual(
    status.ended.map(({ name, destroyedAt }) => [name, destroyedAt !== null]),
    [['epoch-0001', true]],
  );
  assert.equal(await nameOf(kit.app, person), LEFT.name);
});

test('a former key file that somebody puts back is not read, and goes with the next turning', async () => {
  await using kit = await openTestApp();
  await kit.person();
  const kept = join(kit.keyDir, '..', 'kept');
  mkdirSync(kept);
  copyFileSync(join(kit.keyDir, 'epoch-0001.key'), join(kept, 'epoch-0001.key'));
  await turn(kit);
  copyFileSync(join(kept, 'epoch-0001.key'), join(kit.keyDir, 'epoch-0001.key'));
  const again = await openApp(kit.app.settings, { role: 'command' });
  assert.deepEqual(again.parts.keys.names().includes('epoch-0001'), false);
  await again.close();
  await turn(kit);
  assert.deepEqual(keyFiles(kit), ['epoch-0003.key']);
});
