import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEFT } from '../../../test/testkit/app.ts';
import { APPROVED, OWN, useDemands } from '../../../test/testkit/demands.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { appointStaff } from '../../../test/testkit/staff.ts';
import { DEMAND_PROOFS_MAX } from '../../kernel/limits.ts';
import { eraseOwnData } from '../agreement/index.ts';
import { cardsOf } from '../security/index.ts';
import { confirmTransfer, seeTransfer, startTransfer } from '../use/index.ts';
import { holdsBack, proveOnline, startConversation, takeDeskCode } from './index.ts';

const site = useDemands();
const { pass } = site;

test('a demand names fields, reason, ways, deadline and what waits; the person sees it and nothing is sent', async () => {
  const person = await site.kit.person(OWN);
  const id = await site.at.demandOf(person, { heldBack: 'transfers' });
  const [demand] = await site.at.demandsOf(person);
  assert.ok(demand);
  const { fields, reason, ways, heldBack, state, proofs } = demand;
  assert.deepEqual(
    { id: demand.id, fields, reason, ways, heldBack, state, proofs },
    {
      id,
      fields: ['name'],
      reason: 'data-contradicts',
      ways: ['online', 'offline'],
      heldBack: 'transfers',
      state: 'waiting',
      proofs: [],
    },
  );
  assert.ok(demand.deadline.getTime() - demand.demandedAt.getTime() > 29 * 86_400_000);
  assert.equal(await holdsBack(site.kit.app.parts.db, person.personId, 'transfers'), true);
  assert.doesNotMatch(JSON.stringify(demand), new RegExp(site.at.requester.personId));
  const jobs = await site.kit.app.parts.db.rows('select kind from job where person_id = $1', [person.personId]);
  assert.deepEqual(jobs, []);
});

test('only a way that the demand allows, before its deadline, and with tries left', async () => {
  const person = await site.kit.person(OWN);
  const { db } = site.kit.app.parts;
  const refusedFor = (missing: string) =>
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, [missing]));
  const offline = await site.at.demandOf(person, { ways: ['offline'] });
  const sending = { demand: offline, image: site.image, language: 'ru' };
  await assert.rejects(pass(proveOnline, person.asker, sending), refusedFor('wayAllowed'));
  const online = await site.at.demandOf(person, { ways: ['online'], fields: ['address'] });
  await assert.rejects(pass(takeDeskCode, person.asker, { demand: online }), refusedFor('wayAllowed'));
  await db.run(
    `insert into proof (person_id, proof_id, demand_id, way, given_up_at)
     select $1, gen_random_uuid(), $2, 'online', clock_timestamp() from generate_series(1, $3::int)`,
    [person.personId, online, DEMAND_PROOFS_MAX],
  );
  await assert.rejects(pass(proveOnline, person.asker, { ...sending, demand: online }), refusedFor('triesLeft'));
  await db.run('update demand set deadline = clock_timestamp() where demand_id = $1', [offline]);
  await assert.rejects(pass(takeDeskCode, person.asker, { demand: offline }), refusedFor('beforeDeadline'));
  assert.equal((await site.at.demandsOf(person)).find(({ id }) => id === offline)?.state, 'overdue');
});

test('what holds back goes on holding after the deadline; a new demand takes the place of the old one', async () => {
  const person = await site.kit.person(OWN);
  const { db } = site.kit.app.parts;
  const old = await site.at.demandOf(person, { heldBack: 'transfers' });
  await site.at.send(person, old);
  await assert.rejects(site.at.demandOf(person), refusedAs('conflict'));
  await db.run('update demand set deadline = clock_timestamp() where demand_id = $1', [old]);
  assert.equal(await holdsBack(db, person.personId, 'transfers'), true);
  await site.at.demandOf(person);
  assert.equal(await holdsBack(db, person.personId, 'transfers'), false);
  assert.deepEqual(await site.at.imagesKept(person), [], 'the image sent for the old one is forgotten');
  assert.deepEqual(
    (await site.at.demandsOf(person)).map(({ state }) => state),
    ['waiting', 'withdrawn'],
  );
});

test('a demand is for data that was left, is made once, and reaches exactly one person', async () => {
  const person = await site.kit.person({ name: LEFT.name, country: 'UA' });
  await assert.rejects(
    site.at.demandOf(person, { fields: ['address'] }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['fieldsLeft'])),
  );
  await assert.rejects(site.at.demandOf(person, { fields: ['shoe-size'] }), refusedAs('invalid'));
  await assert.rejects(
    site.at.demandOf(person, { person: { account: 'nobody-of-this-name' } }),
    refusedAs('not_found'),
  );
  await assert.rejects(site.at.demandOf(person, { days: 1 }), refusedAs('invalid'));
  const support = await appointStaff(site.kit, 'support');
  await assert.rejects(site.at.demandOf(person, {}, support), refusedAs('not_found'));
});

test('a demand reaches the person of a card in the console or of a conversation as well', async () => {
  const person = await site.kit.person(OWN);
  const { db, random } = site.kit.app.parts;
  const cards = await db.transaction((tx) => cardsOf(tx, random, [person.personId]));
  const card = cards.get(person.personId);
  const { output } = await pass(startConversation, person.asker, { text: 'Hello', language: 'en' });
  await site.at.demandOf(person, { person: { card } });
  await site.at.demandOf(person, { person: { conversation: output.id }, fields: ['country'] });
  assert.deepEqual((await site.at.demandsOf(person)).flatMap(({ fields }) => fields).sort(), ['country', 'name']);
  const nobody = { person: { card: random.uuid() } };
  await assert.rejects(site.at.demandOf(person, nobody), refusedAs('not_found'));
});

test('a demand made to somebody else is out of reach, and no image for it is even decoded', async () => {
  const demand = await site.at.demandOf(await site.kit.person(OWN));
  const stranger = await site.kit.person(OWN);
  const broken = { demand, image: Buffer.from('not an image'), language: 'ru' };
  await assert.rejects(pass(proveOnline, stranger.asker, broken), refusedAs('not_found'));
  await assert.rejects(pass(takeDeskCode, stranger.asker, { demand }), refusedAs('not_found'));
});

test('an erased person has no conversation, no demand, no proof and no image left', async () => {
  const person = await site.kit.person(OWN);
  await pass(startConversation, person.asker, { text: 'Забудьте меня', language: 'ru' });
  await site.at.send(person, await site.at.demandOf(person));
  await pass(eraseOwnData, person.asker, { password: person.password });
  const { db } = site.kit.app.parts;
  for (const table of ['conversation', 'conversation_message', 'demand', 'proof', 'value', 'value_key', 'submission']) {
    assert.deepEqual(await db.rows(`select 1 from ${table} where person_id = $1`, [person.personId]), [], table);
  }
  await db.run('update job set run_at = clock_timestamp() where kind = $1 and done_at is null', ['forget-evidence']);
  await site.kit.app.worker.drain();
});

test('a demand that holds back transfers lets none be started or confirmed until it is answered', async () => {
  const person = await site.kit.person(OWN);
  const transfer = { provider: 'demo-pay', method: 'card-transfer', amount: 100, currency: 'UAH', payee: 'Lamp shop' };
  const { output: started } = await pass(startTransfer, person.asker, { transfer });
  const { output: shown } = await pass(seeTransfer, person.asker, { transfer: started.id });
  const demand = await site.at.demandOf(person, { fields: ['country'], heldBack: 'transfers' });
  const held = refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['heldByDemand']));
  const confirming = { transfer: started.id, shown: shown.shown, password: person.password };
  await assert.rejects(pass(startTransfer, person.asker, { transfer }), held);
  await assert.rejects(pass(confirmTransfer, person.asker, confirming), held);
  await site.at.decide(await site.at.send(person, demand), APPROVED);
  await pass(startTransfer, person.asker, { transfer });
  await pass(confirmTransfer, person.asker, confirming);
});
