import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTestApp } from '../../../test/testkit/app.ts';
import {
  confirmed,
  editor,
  email,
  ORIGIN,
  opened,
  progressOf,
  refusedMissing,
  written,
} from '../../../test/testkit/bulletins.ts';
import { spreadCopies } from './audience/store.ts';
import { confirmBulletin, nameSender, pauseBulletin, previewBulletin, resumeBulletin, tryBulletin } from './index.ts';
import { COPIES_AT_ONCE } from './limits.ts';

/** More than go at once. */
const READERS = COPIES_AT_ONCE + 4;

test('a bulletin that is paused while it runs lets no further copy leave, and resumed it reaches the rest, nobody twice', async () => {
  let pause = async () => {};
  let paused: Promise<void> | undefined;
  await using it = await opened({
    async onMessage() {
      paused ??= pause();
      await paused;
      return undefined;
    },
  });
  const { kit, sink } = it;
  const by = await editor(kit);
  for (let n = 1; n <= READERS; n += 1) await kit.person(email(n));
  const bulletin = await written(kit, by);
  await confirmed(kit, by, bulletin);
  pause = async () => {
    await kit.app.gate.pass(pauseBulletin, by.asker, { bulletin });
  };
  await kit.app.worker.drain();
  const first = sink.received.length;
  // No more than were on their way when the pause was committed: one a connection.
  assert.ok(first >= 1 && first <= COPIES_AT_ONCE, String(first));
  await kit.app.parts.db.run('update bulletin_hand_over set outcome_at = clock_timestamp()');
  const now = (await progressOf(kit, by, bulletin)) as { waiting?: number; withheld?: number };
  assert.equal(now.waiting, READERS - first);
  const { output } = await kit.app.gate.pass(previewBulletin, by.asker, { bulletin, origin: 'https://site.example' });
  const minutes = Math.ceil((READERS - first) / first);
  assert.equal(output.progress.minutesLeft, minutes, 'as long as it takes at the speed of the last minute');
  assert.equal(now.withheld, 0, 'a pause is nobody’s refusal');
  await assert.rejects(kit.app.gate.pass(pauseBulletin, by.asker, { bulletin }), refusedMissing('conflict'));
  await kit.app.gate.pass(resumeBulletin, by.asker, { bulletin });
  await kit.app.worker.drain();
  assert.equal(new Set(sink.received.map(({ to }) => to[0])).size, READERS);
  assert.equal(sink.received.length, READERS);
});

test('a bulletin that is scheduled waits for its time, and reaches who is there then', async () => {
  await using it = await opened();
  const { kit, sink } = it;
  const by = await editor(kit);
  await kit.person(email(1));
  const bulletin = await written(kit, by);
  const { output: seen } = await kit.app.gate.pass(previewBulletin, by.asker, { bulletin, origin: ORIGIN });
  const asked = { bulletin, origin: ORIGIN, shown: seen.shown };
  const at = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  await assert.rejects(
    kit.app.gate.pass(confirmBulletin, by.asker, { ...asked, startsAt: at(800) }),
    refusedMissing('invalid'),
  );
  await kit.app.gate.pass(confirmBulletin, by.asker, { ...asked, startsAt: at(1) });
  await kit.app.worker.drain();
  assert.equal(sink.received.length, 0);
  await kit.person(email(2));
  await kit.app.parts.db.run('update bulletin set starts_at = clock_timestamp()');
  await kit.app.parts.db.run('update job set run_at = clock_timestamp()');
  await kit.app.worker.drain();
  assert.equal(sink.received.length, 2);
});

test('a trial goes to its author alone, marked as one, and changes nothing about the bulletin', async () => {
  await using it = await opened();
  const { kit, sink } = it;
  const by = await kit.person(email(7));
  await kit.app.parts.db.run('insert into staff (person_id, role) values ($1, $2)', [by.personId, 'editor']);
  await kit.app.parts.db.run('update session set strong = true where person_id = $1', [by.personId]);
  await kit.app.gate.pass(nameSender, by.asker, { address: 'news@site.example', name: '' });
  await kit.person(email(1));
  const bulletin = await written(kit, by);
  await kit.app.gate.pass(tryBulletin, by.asker, { bulletin, origin: ORIGIN });
  await kit.app.worker.drain();
  const parsed = await sink.parsed();
  assert.deepEqual(
    parsed.map(({ to, subject }) => [to?.[0]?.address, subject]),
    [['reader-7@example.org', '[проба] Новости ноября']],
  );
  const { output } = await kit.app.gate.pass(previewBulletin, by.asker, { bulletin, origin: ORIGIN });
  assert.equal(output.trials[0]?.settledAs, 'accepted');
  assert.equal(output.bulletin.confirmedAt, null);
  const bad = await written(kit, by, { markdown: 'Без отказа.' });
  await assert.rejects(
    kit.app.gate.pass(tryBulletin, by.asker, { bulletin: bad, origin: ORIGIN }),
    refusedMissing('forbidden_by_policy', ['stopNamed']),
  );
  const other = await editor(kit);
  await assert.rejects(
    kit.app.gate.pass(tryBulletin, other.asker, { bulletin, origin: ORIGIN }),
    refusedMissing('conflict'),
  );
});

test('an audience is chosen by country and by whether the address is proved, and told as numbers alone', async () => {
  await using it = await opened();
  const { kit, sink } = it;
  const by = await editor(kit);
  const [one, two] = [await kit.person(email(1)), await kit.person({ ...email(2), country: 'KZ' })];
  await kit.app.parts.db.run(
    `update value set verified_at = clock_timestamp(), verified_how = 'letter' where person_id = $1`,
    [two.personId],
  );
  const count = async (more: object) => {
    const bulletin = await written(kit, by, more);
    const { output } = await kit.app.gate.pass(previewBulletin, by.asker, { bulletin, origin: ORIGIN });
    assert.doesNotMatch(JSON.stringify(output), new RegExp(`${one.personId}|${two.personId}|reader-`));
    return output.audience.reduce((sum, { persons }) => sum + persons, 0);
  };
  assert.equal(await count({}), 2);
  assert.equal(await count({ countries: ['KZ'] }), 1);
  assert.equal(await count({ countries: ['LV'] }), 0);
  assert.equal(await count({ proven: 'proven' }), 1);
  assert.equal(await count({ countries: ['KZ'], proven: 'unproven' }), 0);
  assert.equal(await confirmed(kit, by, await written(kit, by, { countries: ['UA'] })), 1);
  await kit.app.worker.drain();
  assert.deepEqual(
    sink.received.map(({ to }) => to[0]),
    ['reader-1@example.org'],
  );
});

test('copies are written down in portions and each person once, whoever does it', async () => {
  await using it = await opened();
  const { kit } = it;
  const by = await editor(kit);
  for (let n = 1; n <= 7; n += 1) await kit.person(email(n));
  const bulletin = await written(kit, by);
  const { db } = kit.app.parts;
  const audience = { languages: ['ru'], field: 'email', topic: 'news', countries: null, proven: null };
  await db.run(
    `update bulletin set confirmed_at = clock_timestamp(), origin = $1, audience = 7,
       spread_to = '00000000-0000-0000-0000-000000000000'`,
    [ORIGIN],
  );
  const portion = () => db.transaction(async (tx) => await spreadCopies(tx, bulletin, audience, 3));
  const first = await portion();
  const waiting = ((await progressOf(kit, by, bulletin)) as { waiting?: number }).waiting;
  assert.equal(waiting, 7, 'who stands there not yet waits too');
  const [second, third] = [await portion(), await portion()];
  assert.deepEqual([first, second, third], [true, true, false]);
  assert.equal((await db.row<{ n: number }>('select count(*) as n from bulletin_copy'))?.n, 7);
});

test('a relay that the policy does not declare makes copies wait, and asks nobody', async () => {
  await using kit = await openTestApp({ SMTP_URL: 'smtp://relay.invalid' });
  const by = await editor(kit);
  await kit.person(email(1));
  const bulletin = await written(kit, by);
  await confirmed(kit, by, bulletin);
  await kit.app.worker.drain();
  assert.equal(((await progressOf(kit, by, bulletin)) as { waiting?: number }).waiting, 1);
});
