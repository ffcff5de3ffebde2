import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEFT, type TestPerson } from '../../../../test/testkit/app.ts';
import { APPROVED, OWN, useDemands } from '../../../../test/testkit/demands.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { appointStaff, dismissStaff } from '../../../../test/testkit/staff.ts';
import type { ProofRule } from '../../../kernel/policy/declarations.ts';
import { leaveData } from '../../agreement/index.ts';
import { cancelTransfer, confirmTransfer, seeTransfer, startTransfer } from '../../use/index.ts';
import { decideObjection, decideProof, listDemands, objectToDecision, seeProof, withdrawDemand } from '../index.ts';

const site = useDemands();
const { pass } = site;
const LARGE: ProofRule = {
  id: 'large',
  from: { amount: 1_500_000, currency: 'UAH' },
  fields: ['name'],
  ways: ['online', 'offline'],
  days: 14,
};
const held = refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['heldByDemand']));

let published = 0;
async function declare(...proofBefore: ProofRule[]) {
  published += 1;
  const grantMinutes = 15 + published;
  await site.kit.publish(({ thresholds, ...rest }) => ({
    ...rest,
    thresholds: { ...thresholds, grantMinutes, proofBefore },
  }));
}

async function start(person: TestPerson, amount = 1_500_000, currency = 'UAH'): Promise<string> {
  const transfer = { provider: 'demo-pay', method: 'card-transfer', amount, currency, payee: 'Lamp shop' };
  return (await pass(startTransfer, person.asker, { transfer })).output.id;
}

async function confirm(person: TestPerson, transfer: string) {
  const { shown } = (await pass(seeTransfer, person.asker, { transfer })).output;
  return await pass(confirmTransfer, person.asker, { transfer, shown, password: person.password });
}

/** The person sends a picture, and whoever was drawn accepts it: nobody demanded, so it may be either verifier. */
async function prove(person: TestPerson, demand: string) {
  const proof = await site.at.send(person, demand);
  const { db } = site.kit.app.parts;
  const [drawn] = await db.rows<{ by: string }>('select assigned_to as by from proof where proof_id = $1', [proof]);
  const { requester, reviewer } = site.at;
  await site.at.decide(proof, APPROVED, drawn?.by === requester.personId ? requester : reviewer);
}

async function heldOf(person: TestPerson, transfer: string) {
  return (await pass(seeTransfer, person.asker, { transfer })).output.held;
}

test('a declared rule demands proof before a large transfer, holds it back until it is given, and no smaller one', async () => {
  await declare(LARGE);
  const person = await site.kit.person(OWN);
  await confirm(person, await start(person, 1_499_999));
  assert.deepEqual(await site.at.demandsOf(person), []);
  const transfer = await start(person);
  const [demand] = await site.at.demandsOf(person);
  assert.ok(demand?.rule);
  const { fields, reason, ways, heldBack, state, rule } = demand;
  const { version, ...of } = rule;
  assert.deepEqual(
    { fields, reason, ways, heldBack, state, of },
    {
      fields: ['name'],
      reason: 'large-transfer',
      ways: ['online', 'offline'],
      heldBack: 'large-transfers',
      state: 'waiting',
      of: { id: 'large', amount: 1_500_000, currency: 'UAH' },
    },
  );
  assert.ok(version > 0);
  assert.deepEqual(await heldOf(person, transfer), { by: 'rule', fields: ['name'], missing: [], answerable: true });
  await assert.rejects(confirm(person, transfer), held);
  await confirm(person, await start(person, 100));
  await start(person, 2_000_000);
  assert.equal((await site.at.demandsOf(person)).length, 1, 'one demand answers for every transfer');
  await prove(person, demand.id);
  await confirm(person, transfer);
  await confirm(person, await start(person, 3_000_000));
  assert.equal((await site.at.demandsOf(person)).length, 1, 'what is proven is not demanded again');
});

test('withdrawing a rule’s demand, or letting it lapse, frees no transfer; starting again demands anew', async () => {
  await declare(LARGE);
  const person = await site.kit.person(OWN);
  const transfer = await start(person);
  const [first] = await site.at.demandsOf(person);
  await pass(withdrawDemand, site.at.requester.asker, { demand: first?.id });
  await assert.rejects(confirm(person, transfer), held);
  assert.equal((await heldOf(person, transfer))?.answerable, false);
  await pass(cancelTransfer, person.asker, { transfer });
  const again = await start(person);
  const { db } = site.kit.app.parts;
  await db.run('update demand set deadline = clock_timestamp() where person_id = $1 and withdrawn_at is null', [
    person.personId,
  ]);
  await assert.rejects(confirm(person, again), held);
  await start(person);
  assert.deepEqual(
    (await site.at.demandsOf(person)).map(({ state }) => state),
    ['waiting', 'withdrawn', 'withdrawn'],
  );
});

test('a corrected value is proven no more, and an amount in a currency that no rule names is a large one', async () => {
  await declare(LARGE);
  const person = await site.kit.person(OWN);
  const transfer = await start(person, 1, 'EUR');
  const [demand] = await site.at.demandsOf(person);
  assert.ok(demand);
  await prove(person, demand.id);
  assert.equal(await heldOf(person, transfer), null);
  const fields = { name: `${LEFT.name} New` };
  await pass(leaveData, person.asker, { fields, language: 'ru' });
  await assert.rejects(confirm(person, transfer), held);
});

test('who never left the field is told to leave it, and nothing is demanded that nobody could prove', async () => {
  await declare({ ...LARGE, fields: ['name', 'address'], ways: ['offline'] });
  const person = await site.kit.person({ name: LEFT.name, country: 'UA' });
  const transfer = await start(person);
  assert.deepEqual(await site.at.demandsOf(person), []);
  const expected = { by: 'rule', fields: ['name', 'address'], missing: ['address'], answerable: false };
  assert.deepEqual(await heldOf(person, transfer), expected);
  await assert.rejects(confirm(person, transfer), held);
});

test('a rule published while a transfer waits holds its confirmation; a demand of staff by another way is not enough', async () => {
  await declare();
  const person = await site.kit.person(OWN);
  const transfer = await start(person);
  assert.equal(await heldOf(person, transfer), null);
  await declare({ ...LARGE, ways: ['offline'] });
  await assert.rejects(confirm(person, transfer), held);
  await site.at.demandOf(person, { ways: ['online'] });
  await start(person);
  const demands = await site.at.demandsOf(person);
  assert.deepEqual(
    demands.map(({ rule, ways }) => [rule?.id ?? null, ways]),
    [
      ['large', ['offline']],
      [null, ['online']],
    ],
  );
});

test('where a rule demanded, any verifier decides, another one answers the objection, and nobody checks their own', async () => {
  await declare(LARGE);
  await dismissStaff(site.kit);
  const one = await appointStaff(site.kit, 'verifier');
  const person = await site.kit.person(OWN);
  await start(person);
  const [demand] = await site.at.demandsOf(person);
  assert.ok(demand);
  const listed = (await pass(listDemands, one.asker, {})).output.demands.find(({ id }) => id === demand.id);
  assert.deepEqual([listed?.own, listed?.byRule], [false, true]);
  const proof = await site.at.send(person, demand.id);
  const other = await appointStaff(site.kit, 'verifier');
  const { seen } = (await pass(seeProof, one.asker, { proof })).output;
  const decided = { decision: 'refused', reason: 'not-genuine' };
  await pass(decideProof, one.asker, { proof, seen, decided });
  const said = { proof, text: 'Look again', language: 'en' };
  const objection = (await pass(objectToDecision, person.asker, said)).output.id;
  const answer = { objection, outcome: 'set-aside' };
  await assert.rejects(
    pass(decideObjection, one.asker, answer),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['reviewerDiffers'])),
  );
  await pass(decideObjection, other.asker, answer);
  assert.equal((await site.at.demandsOf(person))[0]?.proofs[0]?.reviewer, 'another');
  await start(one);
  const own = (await site.at.demandsOf(one)).find(({ rule }) => rule !== null);
  assert.ok(own);
  const ownProof = await site.at.send(one, own.id);
  await assert.rejects(pass(seeProof, one.asker, { proof: ownProof }), refusedAs('forbidden_by_policy'));
});
