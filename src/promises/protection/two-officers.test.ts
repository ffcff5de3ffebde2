import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openTestApp, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { INTAKE, inDays, type LegalDesk, openLegalDesk, REASON, somebody } from '../../../test/testkit/legal-desk.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { appointStaff } from '../../../test/testkit/staff.ts';
import { seeOwnHistory } from '../agreement/index.ts';
import {
  answerLegalRequest,
  approveLegalRequest,
  findNecessary,
  receiveLegalRequest,
  scopeLegalRequest,
  seeLegalRequest,
  seeOwnDisclosures,
  takeLegalArchive,
} from './index.ts';

let kit: TestApp;
let desk: LegalDesk;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
});
beforeEach(async () => {
  desk = await openLegalDesk(kit);
});
after(() => kit[Symbol.asyncDispose]());

test('one officer alone never: who found it necessary cannot agree as the second, in no session of theirs', async () => {
  const person = await somebody(kit);
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await assert.rejects(
    desk.pass(approveLegalRequest, desk.first.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert(detail.missing?.includes('secondOfficerDiffers'))),
  );
  const elsewhere = await desk.anotherSession(desk.first);
  await assert.rejects(
    desk.pass(approveLegalRequest, elsewhere, { legalRequest: id }),
    refusedAs('forbidden_by_policy'),
  );
  await kit.app.worker.drain();
  await nothingOpened(person);
});

test('without a finding nobody can approve, and without an approval nothing is opened', async () => {
  const person = await somebody(kit);
  const id = await desk.scoped({ persons: [person.accountName], fields: ['name'] });
  await assert.rejects(
    desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert(detail.missing?.includes('foundNecessary'))),
  );
  await desk.pass(findNecessary, desk.first.asker, { legalRequest: id, reason: REASON });
  await kit.app.worker.drain();
  await nothingOpened(person);
  await assert.rejects(
    desk.pass(takeLegalArchive, desk.second.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy'),
  );
});

test('an officer suspended between finding and approval takes the finding along', async () => {
  const person = await somebody(kit);
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await desk.suspend(desk.first);
  await assert.rejects(
    desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['foundNecessary'])),
  );
});

test('an officer suspended between approval and production stops the production, and the archive when it is made', async () => {
  const person = await somebody(kit);
  const stopped = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: stopped });
  await desk.suspend(desk.second);
  await kit.app.worker.drain();
  await nothingOpened(person);

  desk = await openLegalDesk(kit);
  const made = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: made });
  await kit.app.worker.drain();
  await desk.suspend(desk.second);
  await assert.rejects(
    desk.pass(takeLegalArchive, desk.first.asker, { legalRequest: made }),
    refusedAs('forbidden_by_policy'),
  );
});

test('a suspended officer, a person without the role and a weak session have no part in a request: 404', async () => {
  const id = await desk.scoped({ persons: ['nobody@example.org'], fields: ['name'] });
  await desk.suspend(desk.second);
  const nobody = await somebody(kit);
  const owner = await appointStaff(kit, 'owner');
  const weak = await kit.app.parts.db.run('update session set strong = false where person_id = $1', [
    desk.first.personId,
  ]);
  assert.equal(weak, 1);
  for (const asker of [desk.second.asker, nobody.asker, owner.asker, desk.first.asker]) {
    await assert.rejects(desk.pass(findNecessary, asker, { legalRequest: id, reason: REASON }), refusedAs('not_found'));
    await assert.rejects(desk.pass(seeLegalRequest, asker, { legalRequest: id }), refusedAs('not_found'));
  }
});

test('a foreign order opens nothing, and the person sees that it was tried', async () => {
  const person = await somebody(kit);
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'], ground: 'demo-order-gb' });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await desk.pass(seeOwnHistory, person.asker, {});
  assert.equal(output.entries[0]?.body?.decision, 'refused');
  assert.deepEqual(output.entries[0]?.body?.because, ['lawOfPersonsCountry']);
  const { output: seen } = await desk.pass(seeLegalRequest, desk.first.asker, { legalRequest: id });
  assert.equal(seen.state, 'nothing-to-give');
  assert.equal(seen.persons[0]?.lawOfTheirCountry, false);
});

test('a person whose country is not known is under no law that could open anything', async () => {
  const person = await somebody(kit);
  await kit.app.parts.db.run('update person set country = null, country_how = null where person_id = $1', [
    person.personId,
  ]);
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  await nothingOpened(person);
});

test('an expired order opens nothing and is not approved any more', async () => {
  const person = await somebody(kit);
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await desk.expire(id);
  await assert.rejects(
    desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['notExpired'])),
  );
  const late = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: late });
  await desk.expire(late);
  await kit.app.worker.drain();
  await nothingOpened(person);
});

test('an order that ends in the past, on a ground that is not declared, or with a mistyped key is not recorded', async () => {
  const authorityKey = desk.authority.key;
  const intake = { ...INTAKE, authorityKey, expiresAt: inDays(30) };
  const cases = [
    [{ ...intake, expiresAt: inDays(-1) }, 'invalid'],
    [{ ...intake, ground: 'no-such-law' }, 'forbidden_by_policy'],
    [{ ...intake, authorityKey: authorityKey.replace(/.$/, (last) => (last === 'q' ? 'p' : 'q')) }, 'invalid'],
    [{ ...intake, authorityKey: desk.authority.identity }, 'invalid'],
  ] as const;
  for (const [input, code] of cases) {
    await assert.rejects(desk.pass(receiveLegalRequest, desk.first.asker, input), refusedAs(code));
  }
});

test('"no data held" of somebody who is here is refused: it would be a lie', async () => {
  const person = await somebody(kit);
  const id = await desk.scoped({ persons: [person.accountName], fields: ['name'] });
  const answering = { legalRequest: id, answer: 'no-data-held', reason: 'There is nobody here under this name.' };
  await assert.rejects(
    desk.pass(answerLegalRequest, desk.first.asker, answering),
    refusedAs('forbidden_by_policy', ({ detail }) => assert(detail.missing?.includes('answerFits'))),
  );
  const refusing = { legalRequest: id, answer: 'refused', reason: 'The order does not name a person of ours.' };
  await desk.pass(answerLegalRequest, desk.first.asker, refusing);
  // What was answered is closed: nothing goes on from it.
  await assert.rejects(
    desk.pass(findNecessary, desk.first.asker, { legalRequest: id, reason: REASON }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert(detail.missing?.includes('requestOpen'))),
  );
});

test('an address that several left names nobody in particular, and one person is not named twice', async () => {
  const email = 'shared-canary@example.org';
  const one = await somebody(kit, { email });
  await somebody(kit, { email });
  const id = await desk.authenticated();
  const scope = (persons: readonly string[]) =>
    desk.pass(scopeLegalRequest, desk.first.asker, { legalRequest: id, persons, fields: ['name'] });
  await assert.rejects(
    scope(['nobody@example.org', email]),
    refusedAs('invalid', ({ detail, message }) => {
      assert.equal(detail.field, 'persons.1');
      assert.doesNotMatch(message, /canary/);
    }),
  );
  await assert.rejects(scope([one.accountName, one.accountName]), refusedAs('invalid'));
});

test('a scope is not widened after the finding', async () => {
  const person = await somebody(kit);
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  const wider = { legalRequest: id, persons: [person.accountName], fields: ['name', 'email'] };
  await assert.rejects(desk.pass(scopeLegalRequest, desk.first.asker, wider), refusedAs('conflict'));
  const { output } = await desk.pass(seeLegalRequest, desk.second.asker, { legalRequest: id });
  assert.deepEqual(output.allowed, ['name']);
});

test('when the published policy no longer declares the ground, an approved request opens nothing', async () => {
  const person = await somebody(kit);
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.publish((declarations) => ({ ...declarations, grounds: [] }));
  await kit.app.worker.drain();
  await nothingOpened(person);
  await kit.publish();
});

async function nothingOpened(person: TestPerson): Promise<void> {
  const { output } = await desk.pass(seeOwnHistory, person.asker, {});
  const produced = output.entries.filter(
    ({ kind, body }) => kind === 'produceForAuthority' && body?.decision !== 'refused',
  );
  assert.deepEqual(produced, []);
  const { output: own } = await desk.pass(seeOwnDisclosures, person.asker, {});
  assert.deepEqual(own.disclosures, []);
}
