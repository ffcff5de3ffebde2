import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { joinedDealing } from '../../../test/testkit/joined-dealing.ts';
import { INTAKE, inDays, type LegalDesk, openLegalDesk, REASON, somebody } from '../../../test/testkit/legal-desk.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { appointStaff } from '../../../test/testkit/staff.ts';
import { seeOwnHistory } from '../agreement/index.ts';
import {
  approveLegalRequest,
  findNecessary,
  objectToRequest,
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

test('in a process about the person’s own dealing they are told first, in chain and account, and only later it is produced', async () => {
  const person = await somebody(kit, { country: 'GB' });
  const dealing = await joinedDealing(kit, person);
  const id = await desk.foundNecessary({ ground: 'demo-process-ua', persons: [dealing], fields: ['name'] });
  await kit.app.worker.drain();
  const { output: history } = await desk.pass(seeOwnHistory, person.asker, {});
  assert.equal(history.entries[0]?.kind, 'tellOfProcess');
  const { output: own } = await desk.pass(seeOwnDisclosures, person.asker, {});
  assert.deepEqual([own.disclosures[0]?.producedAt, own.disclosures[0]?.fields], [null, ['name']]);
  const approve = () => desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await assert.rejects(approve(), refusedAs('forbidden_by_policy'));
  await kit.app.parts.db.run(`update legal_request_person set told_at = told_at - interval '4 days'`);
  await approve();
  await kit.app.worker.drain();
  const { output } = await desk.pass(takeLegalArchive, desk.first.asker, { legalRequest: id });
  const archive = await desk.authority.read(output.archive);
  assert.equal(JSON.parse(archive['person-001.json'] ?? '{}').fields[0].field, 'name');
});

test('a process names dealings, not people; who is meant by none is not found, and a ban on telling does not go with it', async () => {
  const person = await somebody(kit);
  const id = await desk.authenticated('demo-process-ua');
  const scope = (named: string) =>
    desk.pass(scopeLegalRequest, desk.first.asker, { legalRequest: id, persons: [named], fields: ['name'] });
  await assert.rejects(
    scope(person.accountName),
    refusedAs('invalid', ({ detail }) => assert.equal(detail.field, 'persons.0')),
  );
  assert.deepEqual((await scope(id)).output.found, [false]);
  const gagged = {
    ...INTAKE,
    ground: 'demo-process-ua',
    authorityKey: desk.authority.key,
    expiresAt: inDays(30),
    gagUntil: inDays(60),
  };
  await assert.rejects(
    desk.pass(receiveLegalRequest, desk.first.asker, gagged),
    refusedAs('invalid', ({ detail }) => assert.equal(detail.field, 'gagUntil')),
  );
});

test('an officer named after the first two waits a week, in an emergency four hours, and never alone', async () => {
  const late = await appointStaff(kit, 'legal-officer');
  await since(late.personId, '5 hours');
  const id = await desk.foundNecessary({ persons: ['nobody-at-all@example.org'], fields: ['name'] });
  await assert.rejects(
    desk.pass(approveLegalRequest, late.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['waitingOver'])),
  );
  await kit.app.parts.db.run('update legal_request set urgent = true where legal_request_id = $1', [id]);
  await assert.rejects(
    desk.pass(approveLegalRequest, desk.first.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['secondOfficerDiffers'])),
  );
  await since(late.personId, '3 hours');
  await assert.rejects(
    desk.pass(approveLegalRequest, late.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy'),
  );
  await since(late.personId, '5 hours');
  await desk.pass(approveLegalRequest, late.asker, { legalRequest: id });
});

test('the first two officers a site ever named act at once; who takes the place of one of them waits', async () => {
  await using fresh = await openTestApp();
  await fresh.publish();
  const site = await openLegalDesk(fresh);
  for (const { personId } of [site.first, site.second]) {
    await fresh.app.parts.db.run('update staff set since = clock_timestamp() where person_id = $1', [personId]);
  }
  const asked = { persons: ['nobody-at-all@example.org'], fields: ['name'] };
  const id = await site.foundNecessary(asked);
  await site.pass(approveLegalRequest, site.second.asker, { legalRequest: id });
  await site.suspend(site.second);
  const third = await appointStaff(fresh, 'legal-officer');
  await fresh.app.parts.db.run('update staff set since = clock_timestamp() where person_id = $1', [third.personId]);
  const next = await site.foundNecessary(asked);
  await assert.rejects(
    site.pass(approveLegalRequest, third.asker, { legalRequest: next }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['waitingOver'])),
  );
});

test('what was objected to goes on only when it is listed anew, narrower', async () => {
  const person = await somebody(kit);
  const id = await desk.scoped({ persons: [person.accountName], fields: ['name', 'email'] });
  const reason = 'The order names the name alone, not the address.';
  await desk.pass(objectToRequest, desk.first.asker, { legalRequest: id, reason });
  await assert.rejects(
    desk.pass(findNecessary, desk.first.asker, { legalRequest: id, reason: REASON }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['scoped'])),
  );
  const { output } = await desk.pass(seeLegalRequest, desk.first.asker, { legalRequest: id });
  assert.equal(output.state, 'objected');
  assert.equal(output.texts.objection?.reason, reason);
  await desk.pass(scopeLegalRequest, desk.first.asker, {
    legalRequest: id,
    persons: [person.accountName],
    fields: ['name'],
  });
  await desk.pass(findNecessary, desk.first.asker, { legalRequest: id, reason: REASON });
  await assert.rejects(
    desk.pass(objectToRequest, desk.first.asker, { legalRequest: id, reason }),
    refusedAs('conflict'),
  );
});

async function since(personId: string, ago: string): Promise<void> {
  await kit.app.parts.db.run('update staff set since = clock_timestamp() - $2::interval where person_id = $1', [
    personId,
    ago,
  ]);
}
