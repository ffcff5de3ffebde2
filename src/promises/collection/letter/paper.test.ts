import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEFT } from '../../../../test/testkit/app.ts';
import { APPROVED, OWN, useDemands } from '../../../../test/testkit/demands.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { seeOwnData } from '../../agreement/index.ts';
import { askForLetter, decideAtDesk, enterProofCode, makeLetter, seeAtDesk, takeDeskCode } from '../index.ts';

const site = useDemands();
const { pass } = site;
const BY_POST = { ways: ['post'], fields: ['address'] };
const missing = (fact: string) =>
  refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, [fact]));

async function letterAsked() {
  const person = await site.kit.person(OWN);
  const { id } = (await pass(askForLetter, person.asker, { demand: await site.at.demandOf(person, BY_POST) })).output;
  return { person, proof: id };
}

test('a letter proves the address it went to: another than who demanded prints it, the person enters its code', async () => {
  const { person, proof } = await letterAsked();
  assert.equal((await site.at.demandsOf(person))[0]?.state, 'letter');
  await assert.rejects(pass(makeLetter, site.at.requester.asker, { proof }), missing('reviewerDiffers'));
  const { output: letter } = await pass(makeLetter, site.at.reviewer.asker, { proof });
  assert.deepEqual(JSON.parse(letter.values[0]?.value ?? ''), LEFT.address);
  await assert.rejects(pass(makeLetter, site.at.reviewer.asker, { proof }), refusedAs('conflict'));
  await pass(enterProofCode, person.asker, { code: letter.code.toLowerCase() });
  const [demand] = await site.at.demandsOf(person);
  const { pathway, attendance, document, reviewer } = demand?.proofs[0] ?? {};
  assert.deepEqual(
    [demand?.state, pathway, attendance, document, reviewer],
    ['proven', 'confirmation-code', 'remote-unattended', 'letter', 'another'],
  );
  const { fields } = (await pass(seeOwnData, person.asker, {})).output;
  assert.equal(fields.find(({ field }) => field === 'address')?.verified?.how, 'post');
  await assert.rejects(pass(enterProofCode, person.asker, { code: letter.code }), missing('codeUnused'));
});

test('the code of a letter is nobody else’s, comes too late after its time, and is no code for the desk', async () => {
  const { person, proof } = await letterAsked();
  const { code } = (await pass(makeLetter, site.at.reviewer.asker, { proof })).output;
  const stranger = await site.kit.person(OWN);
  await assert.rejects(pass(enterProofCode, stranger.asker, { code }), refusedAs('not_found'));
  await assert.rejects(pass(seeAtDesk, site.at.reviewer.asker, { code }), refusedAs('not_found'));
  await site.kit.app.parts.db.run('update proof set code_until = clock_timestamp() where proof_id = $1', [proof]);
  await assert.rejects(pass(enterProofCode, person.asker, { code }), missing('codeInTime'));
});

test('a field that is declared masked for verifiers is opened to none of them, by letter or at the desk', async () => {
  const { person, proof } = await letterAsked();
  const here = await site.kit.person(OWN);
  const demand = await site.at.demandOf(here, { ways: ['offline'], fields: ['address'] });
  const { code } = (await pass(takeDeskCode, here.asker, { demand })).output;
  await site.kit.publish((declarations) => ({
    ...declarations,
    fields: declarations.fields.map((field) =>
      field.id === 'address' ? { ...field, seenBy: { owner: 'open', verifier: 'masked' } } : field,
    ),
  }));
  try {
    await assert.rejects(pass(makeLetter, site.at.reviewer.asker, { proof }), missing('openToRole'));
    await assert.rejects(pass(seeAtDesk, site.at.reviewer.asker, { code }), missing('openToRole'));
  } finally {
    await site.kit.publish();
  }
  await pass(makeLetter, site.at.reviewer.asker, { proof });
  assert.equal((await site.at.demandsOf(person))[0]?.state, 'letter');
});

test('a letter is offered for an address alone', async () => {
  const person = await site.kit.person(OWN);
  const asked = site.at.demandOf(person, { ways: ['online', 'post'], fields: ['name', 'address'] });
  await assert.rejects(
    asked,
    refusedAs('invalid', ({ detail }) => assert.equal(detail.field, 'ways')),
  );
});

test('the slip from the desk closes the loop when the person enters its code, once and in time', async () => {
  const person = await site.kit.person(OWN);
  const { code } = (await pass(takeDeskCode, person.asker, { demand: await site.at.demandOf(person) })).output;
  const { seen } = (await pass(seeAtDesk, site.at.reviewer.asker, { code })).output;
  const { slip } = (await pass(decideAtDesk, site.at.reviewer.asker, { code, seen, decided: APPROVED })).output;
  assert.ok(slip);
  const proofNow = async () => (await site.at.demandsOf(person))[0]?.proofs[0];
  const waiting = await proofNow();
  assert.deepEqual(
    [waiting?.slipEnteredAt, waiting?.attendance, waiting?.strength],
    [null, 'on-site-attended', 'strong'],
  );
  await pass(enterProofCode, person.asker, { code: slip.code });
  assert.ok((await proofNow())?.slipEnteredAt instanceof Date);
  await assert.rejects(pass(enterProofCode, person.asker, { code: slip.code }), missing('codeUnused'));
  await assert.rejects(pass(enterProofCode, person.asker, { code }), refusedAs('not_found'));
});
