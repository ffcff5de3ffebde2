import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, type TestApp, type TestPerson } from '../../../../test/testkit/app.ts';
import { guardedPerson, makeOwner, makeStaff, otherFields, signedBy } from '../../../../test/testkit/people.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { seeOwnHistory } from '../../agreement/index.ts';
import {
  approveStaffRecovery,
  askStaffRecovery,
  beginStaffRecovery,
  cancelRecovery,
  endStaffRecovery,
  findPerson,
  recoverAccount,
  seeOwnFactors,
  suspendStaff,
} from '../index.ts';

let kit: TestApp;
let owner: Awaited<ReturnType<typeof makeOwner>>;
before(async () => {
  kit = await openTestApp();
  owner = await makeOwner(kit);
});
after(() => kit[Symbol.asyncDispose]());

const PASSWORD = 'seven green lamps by the river';
let networks = 0;
const somewhere = () => {
  networks += 1;
  return { kind: 'anyone', network: `203.0.${networks}.0/24` } as const;
};
const cardOf = async (staff: TestPerson, person: TestPerson) => {
  const { output } = await kit.app.gate.pass(findPerson, staff.asker, { identifier: person.accountName });
  return output.cards[0] ?? '';
};
const ask = async () => (await kit.app.gate.pass(askStaffRecovery, somewhere(), {})).output;
const recover = (code: string) => kit.app.gate.pass(recoverAccount, somewhere(), { code, password: PASSWORD });
const threeDaysPass = () =>
  kit.app.parts.db.run(`update staff_recovery set ready_at = ready_at - interval '72 hours' where ended_at is null`);

test('one member of the staff begins, another approves, three days pass, and the person chooses the secret (ASVS 6.4.4, 6.4.6, 2.3.5)', async () => {
  const person = await guardedPerson(kit);
  const first = await makeStaff(kit, owner, 'support');
  const second = await makeStaff(kit, owner, 'verifier');
  const { number, key } = await ask();
  const card = await cardOf(first, person);
  const begun = await kit.app.gate.pass(beginStaffRecovery, first.asker, { card, number, checkedHow: 'document' });
  assert.equal(begun.output.needsSecond, true);
  assert.doesNotMatch(JSON.stringify(begun), new RegExp(key), 'staff hold no key');
  await assert.rejects(recover(key), refusedAs('conflict'), 'not before its time');
  await threeDaysPass();
  await assert.rejects(recover(key), refusedAs('conflict'), 'not by one alone');
  const alone = kit.app.gate.pass(approveStaffRecovery, first.asker, { card, number });
  await assert.rejects(alone, refusedAs('forbidden_by_policy'), 'whoever began it does not approve it');
  await kit.app.gate.pass(approveStaffRecovery, second.asker, { card, number });
  const { output } = await recover(key);
  const asker = await signedBy(kit.app, output.session);
  assert.equal(asker.personId, person.personId);
  await assert.rejects(signedBy(kit.app, person.token), 'every session ended');
  const { output: factors } = await kit.app.gate.pass(seeOwnFactors, asker, {});
  assert.equal(factors.oneTimeCodesSince, null, 'the other factors are unlinked');
  const { output: history } = await kit.app.gate.pass(seeOwnHistory, asker, {});
  const kinds = history.entries.map(({ kind }) => kind);
  assert.ok(kinds.includes('beginStaffRecovery') && kinds.includes('approveStaffRecovery'));
  await assert.rejects(recover(key), refusedAs('unauthenticated'), 'a key counts once');
});

test('whoever is still in the account sees a recovery and cancels it; staff may end it too', async () => {
  const person = await kit.person(otherFields());
  const member = await makeStaff(kit, owner, 'support');
  const card = await cardOf(member, person);
  for (const end of ['person', 'staff']) {
    const { number, key } = await ask();
    await kit.app.gate.pass(beginStaffRecovery, member.asker, { card, number, checkedHow: 'in-person' });
    const { output } = await kit.app.gate.pass(seeOwnFactors, person.asker, {});
    assert.deepEqual(
      output.recoveries.map((one) => one.number),
      [number],
    );
    if (end === 'person') await kit.app.gate.pass(cancelRecovery, person.asker, {});
    else await kit.app.gate.pass(endStaffRecovery, member.asker, { card, number });
    await threeDaysPass();
    await assert.rejects(recover(key), refusedAs('unauthenticated'));
  }
});

test('staff begin nothing for themselves, with a number of nobody, or with one that was used', async () => {
  const member = await makeStaff(kit, owner, 'support');
  const person = await kit.person(otherFields());
  const { number } = await ask();
  const own = await cardOf(owner, member);
  const self = kit.app.gate.pass(beginStaffRecovery, member.asker, { card: own, number, checkedHow: 'document' });
  await assert.rejects(self, refusedAs('conflict'));
  const card = await cardOf(member, person);
  const begin = (given: string) =>
    kit.app.gate.pass(beginStaffRecovery, member.asker, { card, number: given, checkedHow: 'document' });
  await assert.rejects(begin('zzzz-zzzz'), refusedAs('invalid'));
  await begin(number);
  await assert.rejects(begin(number), refusedAs('invalid'));
  const editor = await makeStaff(kit, owner, 'editor');
  const foreign = kit.app.gate.pass(beginStaffRecovery, editor.asker, { card, number, checkedHow: 'document' });
  await assert.rejects(foreign, refusedAs('not_found'));
});

test('a suspended member of the staff does nothing at once, keeps the role, and the last owner is never suspended', async () => {
  const member = await makeStaff(kit, owner, 'support');
  const card = await cardOf(owner, member);
  await kit.app.gate.pass(suspendStaff, owner.asker, { card, suspended: true });
  const search = kit.app.gate.pass(findPerson, member.asker, { identifier: 'x' });
  await assert.rejects(search, refusedAs('not_found'));
  await kit.app.gate.pass(suspendStaff, owner.asker, { card, suspended: false });
  await kit.app.gate.pass(findPerson, member.asker, { identifier: 'x' });
  const own = await cardOf(owner, owner);
  const last = kit.app.gate.pass(suspendStaff, owner.asker, { card: own, suspended: true });
  await assert.rejects(last, refusedAs('conflict'));
});
