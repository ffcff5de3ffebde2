import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { LEFT, openTestApp, registerPerson, type TestApp, type TestPerson } from '../../../../test/testkit/app.ts';
import { otherFields } from '../../../../test/testkit/people.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { type App, openApp } from '../../../app.ts';
import { keyStatus } from '../../../kernel/safekeeping/key-status.ts';
import { leaveData } from '../../agreement/index.ts';
import { changePassword, personOfSession, signIn } from '../../security/index.ts';
import type { TurnOptions, TurnStep } from '../index.ts';
import { turnIndex } from '../index.ts';

const host = { kind: 'host', by: 'test' } as const;
const turn = ({ app }: { readonly app: App }, options: Partial<TurnOptions> = {}) =>
  turnIndex(app.gate, { asker: host, ...options });
const keyFiles = (kit: TestApp) =>
  readdirSync(kit.keyDir)
    .filter((name) => name.startsWith('index'))
    .sort();

/** From a network of their own: many sign-ins from one would look like guessing. */
let networks = 0;
async function entersAs(app: App, identifier: string, password: string): Promise<string | undefined> {
  networks += 1;
  const asker = { kind: 'anyone', network: `203.0.${networks}.0/24` } as const;
  const { output } = await app.gate.pass(signIn, asker, { identifier, password });
  return output.session === null ? undefined : (await personOfSession(app.parts.db, output.session))?.personId;
}

interface Known extends TestPerson {
  readonly email: string;
  readonly phone: string;
}
async function withAddresses(app: App, changes: { readonly email?: string } = {}): Promise<Known> {
  const fields: Readonly<Record<string, unknown>> = { ...otherFields(), ...changes };
  return { ...(await registerPerson(app, fields)), email: String(fields.email), phone: String(fields.phone) };
}

async function isFound(app: App, person: Known): Promise<void> {
  for (const identifier of [person.accountName, person.email, person.phone]) {
    assert.equal(await entersAs(app, identifier, person.password), person.personId);
  }
}

/** Every tag by which anybody is found, wherever it stands. */
async function tagsOf({ app }: TestApp): Promise<ReadonlySet<string>> {
  const rows = await app.parts.db.rows<{ tag: Buffer }>(
    `select tag from tag union select tag from sign_in union select tag from sign_in_salt
     union select tag from proved_address`,
  );
  return new Set(rows.map(({ tag }) => tag.toString('hex')));
}

test('the index turns: everybody is found as before, also two who left one address; no tag of before is left, and nothing was opened', async () => {
  await using kit = await openTestApp();
  const first = await withAddresses(kit.app);
  const second = await withAddresses(kit.app, { email: first.email });
  await kit.app.parts.db.run(
    `insert into proved_address (person_id, field, tag, record_id)
     select person_id, 'email', tag, gen_random_uuid() from tag where person_id = $1 and index_name = 'email'`,
    [first.personId],
  );
  const [before, chains] = [await tagsOf(kit), await entriesOfPersons(kit)];
  const steps: TurnStep['step'][] = [];
  const { rewrapped } = await turn(kit, { hear: ({ step }) => steps.push(step) });
  assert.deepEqual(steps, ['begun', 'rewrapped', 'ended', 'destroyed']);
  assert.equal(rewrapped, before.size);
  const now = await tagsOf(kit);
  assert.equal(now.size, before.size);
  for (const tag of before) assert.ok(!now.has(tag));
  assert.deepEqual(keyFiles(kit), ['index-0002.key', 'index.key']);
  assert.equal(await entriesOfPersons(kit), chains, 'the batches stand in the chain of the site');
  await isFound(kit.app, first);
  await isFound(kit.app, second);
  const { db } = kit.app.parts;
  const proved = await db.rows('select 1 as one from proved_address join tag using (tag, person_id)');
  assert.equal(proved.length, 1);
  await assert.rejects(entersAs(kit.app, first.email, 'quite another password'), refusedAs('unauthenticated'));
});

async function entriesOfPersons({ app }: TestApp): Promise<number | undefined> {
  const text = 'select count(*) as count from entry where person_id <> (select site_id from site)';
  return (await app.parts.db.row<{ count: number }>(text))?.count;
}

for (const stop of ['begun', 'rewrapped', 'ended'] as const) {
  test(`a turning of the index that was killed when it had ${stop} is taken up by another process; until then people come, leave the same address and sign in`, async () => {
    await using kit = await openTestApp();
    const person = await withAddresses(kit.app);
    const next = await openApp(kit.app.settings, { role: 'command' });
    try {
      const killed = turn(kit, {
        hear: ({ step }) => {
          if (step === stop) throw new Error('killed');
        },
      });
      await assert.rejects(killed, /killed/);
      // The second process has heard of nothing yet, and the first is half way.
      await isFound(next, person);
      await isFound(kit.app, person);
      const same = await withAddresses(next, { email: person.email });
      const moved = { fields: { email: `moved-${person.email}` }, language: 'ru', password: person.password };
      await kit.app.gate.pass(leaveData, person.asker, moved);
      const password = 'eleven blue kettles on the shelf';
      const change = { password: same.password, newPassword: password };
      await kit.app.gate.pass(changePassword, same.asker, change);
      const steps: TurnStep['step'][] = [];
      await turn({ app: next }, { hear: ({ step }) => steps.push(step) });
      assert.equal(steps[0], stop === 'ended' ? 'begun' : 'resumed');
      for (const app of [next, kit.app]) {
        await isFound(app, { ...person, email: moved.fields.email });
        await isFound(app, { ...same, password });
      }
      assert.deepEqual(keyFiles(kit), [stop === 'ended' ? 'index-0003.key' : 'index-0002.key', 'index.key']);
    } finally {
      await next.close();
    }
  });
}

test('people who register and sign in all the while at another process are found after three turnings, every one', async () => {
  await using kit = await openTestApp();
  const other = await openApp(kit.app.settings, { role: 'command' });
  try {
    const person = await withAddresses(kit.app);
    let turning = true;
    const made: Known[] = [];
    const maker = (async () => {
      while (turning) {
        made.push(await withAddresses(other, made.length % 2 === 0 ? {} : { email: person.email }));
        await isFound(other, person);
      }
    })();
    try {
      for (let round = 0; round < 3; round += 1) await turn(kit);
    } finally {
      turning = false;
    }
    await maker;
    for (const one of made) await isFound(kit.app, one);
    assert.deepEqual(keyFiles(kit), ['index-0004.key', 'index.key']);
  } finally {
    await other.close();
  }
});

test('two operators who turn the index at once: one does it, and the other is told', async () => {
  await using kit = await openTestApp();
  await kit.person(LEFT);
  const other = await openApp(kit.app.settings, { role: 'command' });
  try {
    const both = await Promise.allSettled([turn(kit), turn({ app: other })]);
    const refused = both.flatMap((one) => (one.status === 'rejected' ? [String(one.reason.message)] : []));
    assert.deepEqual(refused, ['the keys are being turned by another process: nothing was done by this one']);
    assert.deepEqual(keyFiles(kit), ['index-0002.key', 'index.key']);
  } finally {
    await other.close();
  }
});

test('the server turns the index by itself after a year of epochs, and says what is due until then', async () => {
  await using kit = await openTestApp();
  const person = await withAddresses(kit.app);
  const { db } = kit.app.parts;
  const place = { keyDir: kit.keyDir, epochDays: 28 };
  const statusOf = async (key: string) => (await keyStatus(db, place)).keys.find(({ name }) => name === key);
  assert.equal((await statusOf('index-0001'))?.overdue, false);
  await db.run(`update key_check set made_at = made_at - interval '364 days' where name = 'index-0001'`);
  assert.equal((await statusOf('index-0001'))?.overdue, true);
  assert.equal((await statusOf('index'))?.dueAt, null);
  await db.run(`update job set run_at = clock_timestamp() where kind = 'turn-keys'`);
  await kit.app.worker.drain();
  assert.deepEqual(keyFiles(kit), ['index-0002.key', 'index.key']);
  await isFound(kit.app, person);
});
