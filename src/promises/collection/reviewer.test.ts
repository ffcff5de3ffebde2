import assert from 'node:assert/strict';
import { test } from 'node:test';
import { APPROVED, OWN, useDemands } from '../../../test/testkit/demands.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { appointStaff, dismissStaff } from '../../../test/testkit/staff.ts';
import { leaveData, seeOwnHistory } from '../agreement/index.ts';
import { decideProof, listDemands, seeAtDesk, seeProof, takeDeskCode } from './index.ts';

const site = useDemands();
const { pass } = site;

test('whoever demanded does not check, where the site has more than one verifier', async () => {
  const person = await site.kit.person(OWN);
  const proof = await site.at.send(person, await site.at.demandOf(person));
  const told = refusedAs('forbidden_by_policy', ({ detail }) => {
    assert.ok(detail.missing?.includes('reviewerDiffers'));
  });
  await assert.rejects(pass(seeProof, site.at.requester.asker, { proof }), told);
  const { seen } = await site.at.look(proof);
  await assert.rejects(pass(decideProof, site.at.requester.asker, { proof, seen, decided: APPROVED }), told);
  const { output } = await pass(takeDeskCode, person.asker, {
    demand: await site.at.demandOf(person, { fields: ['address'] }),
  });
  await assert.rejects(pass(seeAtDesk, site.at.requester.asker, { code: output.code }), told);
  assert.equal(await site.at.verifiedName(person), null);
});

test('where one person checks for the whole site, they may decide on their own demand, and the entry says so', async () => {
  await dismissStaff(site.kit);
  const alone = await appointStaff(site.kit, 'verifier');
  const person = await site.kit.person(OWN);
  const proof = await site.at.send(person, await site.at.demandOf(person, {}, alone));
  await site.at.decide(proof, APPROVED, alone);
  const { output } = await pass(seeOwnHistory, person.asker, {});
  const decision = output.entries.find(({ kind }) => kind === 'decideProof');
  const { soleVerifier, reviewerDiffers } = decision?.body?.facts ?? {};
  assert.deepEqual([soleVerifier, reviewerDiffers], [true, false]);
  const [demand] = await site.at.demandsOf(person);
  assert.equal(demand?.proofs[0]?.reviewer, 'sole');
});

test('a second verifier ends that at once: what the sole one was about to decide waits for the other', async () => {
  await dismissStaff(site.kit);
  const alone = await appointStaff(site.kit, 'verifier');
  const person = await site.kit.person(OWN);
  const proof = await site.at.send(person, await site.at.demandOf(person, {}, alone));
  const { seen } = await site.at.look(proof, alone);
  const second = await appointStaff(site.kit, 'verifier');
  await assert.rejects(
    pass(decideProof, alone.asker, { proof, seen, decided: APPROVED }),
    refusedAs('forbidden_by_policy'),
  );
  await site.at.decide(proof, APPROVED, second);
});

test('nobody checks their own proof, and whoever refused does not check the next one', async () => {
  const demand = await site.at.demandOf(site.at.reviewer);
  const own = await site.at.send(site.at.reviewer, demand);
  await assert.rejects(
    pass(seeProof, site.at.reviewer.asker, { proof: own }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['proofOfAnother'])),
  );
  const person = await site.kit.person(OWN);
  const asked = await site.at.demandOf(person);
  await site.at.decide(await site.at.send(person, asked), { decision: 'refused', reason: 'not-genuine' });
  const third = await appointStaff(site.kit, 'verifier');
  assert.equal((await site.at.demandsOf(person))[0]?.state, 'refused');
  const next = await site.at.send(person, asked);
  await assert.rejects(pass(seeProof, site.at.reviewer.asker, { proof: next }), refusedAs('forbidden_by_policy'));
  await site.at.decide(next, APPROVED, third);
});

test('reasons come from the closed list that belongs to the outcome', async () => {
  const person = await site.kit.person(OWN);
  const proof = await site.at.send(person, await site.at.demandOf(person));
  const { seen } = await site.at.look(proof);
  for (const decided of [
    { decision: 'approved' },
    { decision: 'approved', document: 'library card' },
    { decision: 'again', reason: 'not-genuine' },
    { decision: 'refused', reason: 'unreadable' },
    { decision: 'refused', reason: 'I do not like it' },
  ]) {
    await assert.rejects(pass(decideProof, site.at.reviewer.asker, { proof, seen, decided }), refusedAs('invalid'));
  }
});

test('a value corrected while the reviewer looks is not the one that was seen, so it is not marked', async () => {
  const person = await site.kit.person(OWN);
  const proof = await site.at.send(person, await site.at.demandOf(person));
  const { seen } = await site.at.look(proof);
  await pass(leaveData, person.asker, { fields: { name: 'Somebody Else' }, language: 'ru' });
  await assert.rejects(
    pass(decideProof, site.at.reviewer.asker, { proof, seen, decided: APPROVED }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['asSeen'])),
  );
  assert.equal(await site.at.verifiedName(person), null);
});

test('the reviewers’ list names fields and deadlines, and nobody', async () => {
  const person = await site.kit.person(OWN);
  await site.at.send(person, await site.at.demandOf(person));
  const { output } = await pass(listDemands, site.at.reviewer.asker, {});
  assert.ok(output.waiting >= 1 && output.demands.some(({ state }) => state === 'checking'));
  assert.doesNotMatch(JSON.stringify(output), new RegExp(`${person.personId}|${site.at.requester.personId}|Канарейка`));
});

test('who looked at the document, and at which fields, is in the person’s history', async () => {
  const person = await site.kit.person(OWN);
  await site.at.decide(await site.at.send(person, await site.at.demandOf(person)), APPROVED);
  const { output } = await pass(seeOwnHistory, person.asker, {});
  const kinds = output.entries.map(({ kind }) => kind).reverse();
  assert.deepEqual(kinds.slice(1), ['demandProof', 'proveOnline', 'seeProof', 'decideProof']);
  const seen = output.entries.find(({ kind }) => kind === 'seeProof');
  assert.deepEqual(seen?.body?.fields, ['name', 'proof/image']);
  assert.deepEqual(seen?.body?.categories, ['pd:Name', 'pd:OfficialID']);
});
