import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APPROVED, OWN, useDemands } from '../../../../test/testkit/demands.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { appointStaff, dismissStaff } from '../../../../test/testkit/staff.ts';
import { seeOwnHistory } from '../../agreement/index.ts';
import { decideObjection, listDemands, objectToDecision, seeObjection } from '../index.ts';

const site = useDemands();
const { pass } = site;
const REFUSED = { decision: 'refused', reason: 'shows-another-value' } as const;
const SAID = 'The document has my former name.';

const missing = (fact: string) =>
  refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, [fact]));

async function refusedPerson() {
  const person = await site.kit.person(OWN);
  const demand = await site.at.demandOf(person, { heldBack: 'transfers' });
  const proof = await site.at.send(person, demand);
  await site.at.decide(proof, REFUSED);
  const object = { proof, text: SAID, language: 'en' };
  return { person, demand, proof, object };
}

test('an objection is answered by somebody who neither demanded nor decided, and the person sees the answer', async () => {
  const { person, object, proof } = await refusedPerson();
  const third = await appointStaff(site.kit, 'verifier');
  const { output } = await pass(objectToDecision, person.asker, object);
  for (const involved of [site.at.requester, site.at.reviewer])
    await assert.rejects(pass(seeObjection, involved.asker, { objection: output.id }), missing('reviewerDiffers'));
  const { output: read } = await pass(seeObjection, third.asker, { objection: output.id });
  assert.deepEqual([read.text, read.decided.decision, read.decided.reason], [SAID, 'refused', 'shows-another-value']);
  assert.equal((await pass(listDemands, third.asker, {})).output.objections.length, 1);
  await pass(decideObjection, third.asker, { objection: output.id, outcome: 'set-aside' });
  const [demand] = await site.at.demandsOf(person);
  assert.deepEqual([demand?.state, demand?.proofs[0]?.objection], ['waiting', 'set-aside']);
  const next = await site.at.send(person, demand?.id ?? '');
  await assert.rejects(site.at.look(next), refusedAs('forbidden_by_policy'));
  await site.at.decide(next, APPROVED, third);
  const history = (await pass(seeOwnHistory, person.asker, {})).output.entries;
  assert.ok(history.some(({ kind, body }) => kind === 'seeObjection' && body?.decision === 'allowed'));
  assert.ok(!JSON.stringify(history).includes(SAID) && proof !== next);
});

test('one objects once, to a decision against a proof of one’s own, and says something', async () => {
  const { person, object, demand } = await refusedPerson();
  const standing = await site.at.send(person, demand);
  await assert.rejects(pass(objectToDecision, person.asker, { ...object, proof: standing }), missing('decidedAgainst'));
  await assert.rejects(pass(objectToDecision, person.asker, { ...object, text: ' ' }), refusedAs('invalid'));
  const stranger = await site.kit.person(OWN);
  await assert.rejects(pass(objectToDecision, stranger.asker, object), refusedAs('not_found'));
  await pass(objectToDecision, person.asker, object);
  await assert.rejects(pass(objectToDecision, person.asker, object), missing('notObjectedYet'));
});

test('an objection that withdraws the demand ends what it held back; answered once, it is not answered again', async () => {
  const { person, object } = await refusedPerson();
  const third = await appointStaff(site.kit, 'verifier');
  const { id: objection } = (await pass(objectToDecision, person.asker, object)).output;
  await pass(decideObjection, third.asker, { objection, outcome: 'withdrawn' });
  assert.equal((await site.at.demandsOf(person))[0]?.state, 'withdrawn');
  const again = { objection, outcome: 'kept' };
  await assert.rejects(pass(decideObjection, third.asker, again), missing('objectionOpen'));
});

test('where one person checks for the whole site, they answer the objection too, and the entry says so', async () => {
  await dismissStaff(site.kit);
  const alone = await appointStaff(site.kit, 'verifier');
  const person = await site.kit.person(OWN);
  const proof = await site.at.send(person, await site.at.demandOf(person, {}, alone));
  await site.at.decide(proof, REFUSED, alone);
  const { id: objection } = (await pass(objectToDecision, person.asker, { proof, text: SAID, language: 'en' })).output;
  await pass(decideObjection, alone.asker, { objection, outcome: 'kept' });
  const { entries } = (await pass(seeOwnHistory, person.asker, {})).output;
  const { facts } = entries.find(({ kind }) => kind === 'decideObjection')?.body ?? {};
  assert.deepEqual([facts?.['soleVerifier'], facts?.['reviewerDiffers']], [true, false]);
});
