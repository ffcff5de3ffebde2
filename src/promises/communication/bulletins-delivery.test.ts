import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { openTestApp } from '../../../test/testkit/app.ts';
import {
  confirmed,
  editor,
  email,
  opened,
  progressOf,
  refusedMissing,
  sendBulletinOf,
  written,
} from '../../../test/testkit/bulletins.ts';
import { eraseOwnData, leaveData } from '../agreement/index.ts';
import { endBulletin, seeBulletins, seeOwnMessages } from './index.ts';

type Counted = Readonly<Record<'accepted' | 'refused' | 'waiting' | 'unknown', number>>;

test('a copy that the relay puts off is offered again, and one it refuses is not', async () => {
  const answers = [{ code: 451, text: 'later' }];
  await using it = await opened({
    onRecipient: (address) => (address.startsWith('reader-2') ? { code: 550, text: 'nobody' } : undefined),
    onMessage: () => answers.shift(),
  });
  const { kit, sink } = it;
  const by = await editor(kit);
  await kit.person(email(1));
  await kit.person(email(2));
  const bulletin = await written(kit, by);
  await confirmed(kit, by, bulletin);
  await kit.app.worker.drain();
  assert.deepEqual(await progressOf(kit, by, bulletin), {
    waiting: 1,
    accepted: 0,
    refused: 1,
    unknown: 0,
    withheld: 0,
    returned: 0,
    complaints: 0,
    stops: 0,
  });
  await kit.app.parts.db.run('update bulletin_copy set not_before = null');
  await kit.app.parts.db.run('update job set run_at = clock_timestamp() where done_at is null');
  await kit.app.worker.drain();
  assert.equal(sink.received.length, 1);
  assert.deepEqual(await progressOf(kit, by, bulletin), {
    waiting: 0,
    accepted: 1,
    refused: 1,
    unknown: 0,
    withheld: 0,
    returned: 0,
    complaints: 0,
    stops: 0,
  });
});

test('a relay that refuses one domain, puts off another and is slow with one copy holds back nobody else', async () => {
  let others = () => {};
  const rest = new Promise<void>((resolve) => {
    others = resolve;
  });
  let arrived = 0;
  await using it = await opened({
    onRecipient: (address) => {
      if (address.endsWith('@refused.example')) return { code: 554, text: '5.7.1 not from you' };
      return address.endsWith('@later.example') ? { code: 451, text: 'greylisted' } : undefined;
    },
    async onMessage({ to }) {
      if (to[0]?.startsWith('slow') === true) await rest;
      else if (++arrived === 24) others();
      return undefined;
    },
  });
  const { kit, sink } = it;
  const by = await editor(kit);
  const person = (address: string) => kit.person({ name: 'Anna', country: 'UA', email: address });
  for (let n = 0; n < 3; n += 1) {
    await person(`${n}@refused.example`);
    await person(`${n}@later.example`);
  }
  await person('slow@other.example');
  for (let n = 0; n < 24; n += 1) await person(`${n}@other.example`);
  const bulletin = await written(kit, by);
  await confirmed(kit, by, bulletin);
  // It ends: the slow copy is answered only once all the others came over the other connections.
  await kit.app.worker.drain();
  const { accepted, refused, waiting, unknown } = (await progressOf(kit, by, bulletin)) as Counted;
  assert.deepEqual({ accepted, refused, waiting, unknown }, { accepted: 25, refused: 3, waiting: 3, unknown: 0 });
  assert.equal(new Set(sink.asked).size, sink.asked.length, 'nobody was asked for twice');
});

test('a storm of 421 takes nothing for sent and nothing for unknown, and after it everybody is reached once', async () => {
  let storm = true;
  await using it = await opened({
    onRecipient: () => (storm ? { code: 421, text: 'too many connections, come back later' } : undefined),
  });
  const { kit, sink } = it;
  const by = await editor(kit);
  for (let n = 1; n <= 20; n += 1) await kit.person(email(n));
  const bulletin = await written(kit, by);
  await confirmed(kit, by, bulletin);
  await kit.app.worker.drain();
  const during = (await progressOf(kit, by, bulletin)) as Counted;
  assert.deepEqual([during.accepted, during.unknown, during.refused, during.waiting], [0, 0, 0, 20]);
  assert.ok(sink.asked.length < 40, 'the relay is left in peace instead of being asked for everybody');
  storm = false;
  await kit.app.parts.db.run('update bulletin_copy set not_before = null');
  await kit.app.parts.db.run('update job set run_at = clock_timestamp() where done_at is null');
  await kit.app.worker.drain();
  assert.equal(((await progressOf(kit, by, bulletin)) as Counted).accepted, 20);
  assert.equal(new Set(sink.received.map(({ to }) => to[0])).size, 20);
  assert.equal(sink.received.length, 20);
});

test('without a relay copies wait, a stop reaches them there, and the person sees theirs', async () => {
  await using kit = await openTestApp();
  const by = await editor(kit);
  const person = await kit.person(email(1));
  const bulletin = await written(kit, by);
  await confirmed(kit, by, bulletin);
  await kit.app.worker.drain();
  assert.deepEqual(await progressOf(kit, by, bulletin), {
    waiting: 1,
    accepted: 0,
    refused: 0,
    unknown: 0,
    withheld: 0,
    returned: 0,
    complaints: 0,
    stops: 0,
  });
  const { output } = await kit.app.gate.pass(seeOwnMessages, person.asker, {});
  assert.equal(output.messages[0]?.at, null);
  assert.match(output.messages[0]?.text ?? '', /https:\/\/site\.example\/stop\/[\w-]{43}/);
});

test('a relay that is neither this machine nor declared gets nothing, and the declared one does', async () => {
  await using it = await opened();
  const { kit } = it;
  const by = await editor(kit);
  const person = await kit.person(email(1));
  const bulletin = await written(kit, by);
  await confirmed(kit, by, bulletin);
  const asking = {
    bulletin,
    person: person.personId,
    field: 'email',
    language: 'ru',
    lane: '00000000-0000-4000-8000-000000000001',
    relay: { host: 'relay.example', loopback: false },
  };
  await assert.rejects(
    kit.app.gate.pass(sendBulletinOf(kit), { kind: 'worker' }, asking),
    refusedMissing('forbidden_by_policy', ['relayDeclared']),
  );
  await kit.publish((declarations) => ({
    ...declarations,
    site: { ...declarations.site, mailRelay: { name: 'Relay', host: 'relay.example', country: 'UA' } },
  }));
  await assert.rejects(
    kit.app.gate.pass(
      sendBulletinOf(kit),
      { kind: 'worker' },
      { ...asking, relay: { host: 'evil.example', loopback: false } },
    ),
    refusedMissing('forbidden_by_policy', ['relayDeclared']),
  );
  await kit.app.gate.pass(sendBulletinOf(kit), { kind: 'worker' }, asking);
});

test('what two dead workers had under way is unknown of each; what a connection had taken beyond that had not begun, and goes out', async () => {
  await using it = await opened();
  const { kit, sink } = it;
  const by = await editor(kit);
  const people = [await kit.person(email(1)), await kit.person(email(2)), await kit.person(email(3))];
  const bulletin = await written(kit, by);
  await confirmed(kit, by, bulletin);
  const lanes = [randomUUID(), randomUUID()];
  for (const [at, lane] of [lanes[0], lanes[0], lanes[1]].entries()) {
    const copy = { bulletin, person: people[at]?.personId, field: 'email', language: 'ru', lane };
    const relay = { host: 'localhost', loopback: true };
    await kit.app.gate.pass(sendBulletinOf(kit), { kind: 'worker' }, { ...copy, relay });
  }
  await kit.app.worker.drain();
  const nothing = { waiting: 0, refused: 0, withheld: 0, returned: 0, complaints: 0, stops: 0 };
  assert.deepEqual(await progressOf(kit, by, bulletin), { ...nothing, accepted: 1, unknown: 2 });
  assert.deepEqual(
    sink.received.map(({ to }) => to),
    [[email(2).email]],
  );
});

test('nobody is reached whose address is gone, came from elsewhere, or whose data is paused', async () => {
  await using it = await opened();
  const { kit, sink } = it;
  const { db } = kit.app.parts;
  const by = await editor(kit);
  const [erased, elsewhere, paused, withdrawn] = [
    await kit.person(email(1)),
    await kit.person(email(2)),
    await kit.person(email(3)),
    await kit.person(email(4)),
  ];
  const bulletin = await written(kit, by);
  assert.equal(await confirmed(kit, by, bulletin), 4);
  // All of it happens after the confirmation, when the copies wait already.
  await kit.app.gate.pass(eraseOwnData, erased.asker, { password: erased.password });
  await db.transaction(async (tx) => {
    await tx.run('update value set origin = $2 where person_id = $1', [elsewhere.personId, 'from-elsewhere']);
    await tx.run('update person set restricted_at = clock_timestamp() where person_id = $1', [paused.personId]);
    await tx.run(`delete from value where person_id = $1 and field = 'email'`, [withdrawn.personId]);
  });
  await kit.app.worker.drain();
  assert.deepEqual(sink.received, []);
  assert.deepEqual(await progressOf(kit, by, bulletin), {
    waiting: 0,
    accepted: 0,
    refused: 0,
    unknown: 0,
    withheld: 3,
    returned: 0,
    complaints: 0,
    stops: 0,
  });
});

test('a bulletin that was ended hands no further copy over', async () => {
  await using it = await opened();
  const { kit, sink } = it;
  const by = await editor(kit);
  await kit.person(email(1));
  const bulletin = await written(kit, by);
  await confirmed(kit, by, bulletin);
  await kit.app.gate.pass(endBulletin, by.asker, { bulletin });
  await kit.app.worker.drain();
  assert.deepEqual(sink.received, []);
});

test('a corrected address is the one that is written to, and no address stands in any log', async () => {
  await using it = await opened();
  const { kit, sink } = it;
  const by = await editor(kit);
  const person = await kit.person(email(1));
  const bulletin = await written(kit, by);
  await confirmed(kit, by, bulletin);
  await kit.app.gate.pass(leaveData, person.asker, {
    fields: { email: 'moved@example.org' },
    language: 'ru',
    password: person.password,
  });
  await kit.app.worker.drain();
  assert.deepEqual(
    sink.received.map(({ to }) => to[0]),
    ['moved@example.org'],
  );
  assert.doesNotMatch(kit.logged.join('\n'), /example\.org/);
  const stored = await kit.app.parts.db.rows(
    'select * from bulletin_copy join bulletin_hand_over using (person_id, bulletin_id)',
  );
  assert.doesNotMatch(JSON.stringify(stored), /example\.org/);
});

test('whoever is no member of staff in a strong session writes, confirms and sees nothing', async () => {
  await using it = await opened();
  const { kit } = it;
  const person = await kit.person(email(1));
  await assert.rejects(written(kit, person), refusedMissing('not_found'));
  await assert.rejects(kit.app.gate.pass(seeBulletins, person.asker, {}), refusedMissing('not_found'));
  const support = await editor(kit, 'support');
  await assert.rejects(written(kit, support), refusedMissing('not_found'));
});
