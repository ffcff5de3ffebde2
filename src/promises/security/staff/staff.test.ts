import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LEFT, openTestApp, type TestApp } from '../../../../test/testkit/app.ts';
import {
  type GuardedPerson,
  guardedPerson,
  makeOwner,
  makeStaff,
  otherFields,
  signedBy,
} from '../../../../test/testkit/people.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { seeOwnHistory } from '../../agreement/index.ts';
import {
  claimConsole,
  endInvitation,
  endRole,
  findPerson,
  giveRole,
  inviteStaff,
  issueCredential,
  makeOwnerLink,
  seeOwnUnmaskings,
  seePersonCard,
  seeStaff,
  signIn,
  unmaskField,
} from '../index.ts';

let kit: TestApp;
let owner: GuardedPerson;
before(async () => {
  kit = await openTestApp();
  owner = await makeOwner(kit);
});
after(() => kit[Symbol.asyncDispose]());

const HOST = { kind: 'host', by: 'test' } as const;
const REASON = 'They called about a parcel and asked us to check the number.';

async function cardOf(asker: GuardedPerson['asker'], identifier: string): Promise<string> {
  const { output } = await kit.app.gate.pass(findPerson, asker, { identifier });
  assert.equal(output.cards.length, 1);
  return output.cards[0] ?? '';
}

async function link(): Promise<string> {
  const { output } = await kit.app.gate.pass(makeOwnerLink, HOST, {});
  return output.token;
}

test('the link makes one owner, once, and only from a session with two factors', async () => {
  const first = await link();
  const plain = await kit.person(otherFields());
  await assert.rejects(
    kit.app.gate.pass(claimConsole, plain.asker, { link: first }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['twoFactorsShown'])),
  );
  const next = await guardedPerson(kit);
  await kit.app.gate.pass(claimConsole, next.asker, { link: first });
  await assert.rejects(kit.app.gate.pass(claimConsole, next.asker, { link: first }), refusedAs('not_found'));
  const { output } = await kit.app.gate.pass(seeStaff, next.asker, {});
  assert.ok(output.staff.filter(({ role }) => role === 'owner').length >= 2);
});

test('a newer link ends the older one, and a wrong one writes nothing into the chain of the site', async () => {
  const person = await guardedPerson(kit);
  const older = await link();
  await link();
  const count = async () =>
    (
      await kit.app.parts.db.row<{ n: number }>('select count(*)::int as n from entry where kind = $1', [
        'claimConsole',
      ])
    )?.n;
  const before = await count();
  for (const wrong of [older, Buffer.alloc(32, 1).toString('base64url')]) {
    await assert.rejects(kit.app.gate.pass(claimConsole, person.asker, { link: wrong }), refusedAs('not_found'));
  }
  assert.equal(await count(), before);
});

test('two who claim by one link at the same moment: one becomes owner', async () => {
  const token = await link();
  const both = await Promise.all([guardedPerson(kit), guardedPerson(kit)]);
  const results = await Promise.allSettled(
    both.map(({ asker }) => kit.app.gate.pass(claimConsole, asker, { link: token })),
  );
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});

test('nobody but the machine itself makes a link, and a person has no way into the console', async () => {
  const person = await guardedPerson(kit);
  await assert.rejects(kit.app.gate.pass(makeOwnerLink, owner.asker, {}), refusedAs('not_found'));
  await assert.rejects(kit.app.gate.pass(seeStaff, person.asker, {}), refusedAs('not_found'));
  await assert.rejects(kit.app.gate.pass(findPerson, person.asker, { identifier: LEFT.email }), refusedAs('not_found'));
});

test('a role works only in sessions that two factors stand behind', async () => {
  const plain = await kit.person(otherFields());
  await kit.app.gate.pass(giveRole, owner.asker, {
    accountName: plain.accountName,
    role: 'support',
    label: 'No factor',
  });
  const { output } = await kit.app.gate.pass(
    signIn,
    { kind: 'anyone', network: '198.51.100.0/24' },
    {
      identifier: plain.accountName,
      password: plain.password,
    },
  );
  const asker = await signedBy(kit.app, output.session);
  await assert.rejects(kit.app.gate.pass(findPerson, asker, { identifier: LEFT.email }), refusedAs('not_found'));
});

test('a role is given and ended by an owner, holds at once, and is told to the person in their own history', async () => {
  const member = await makeStaff(kit, owner, 'support');
  await kit.app.worker.drain();
  const person = await kit.person(otherFields());
  const card = await cardOf(member.asker, person.accountName);
  await assert.rejects(
    kit.app.gate.pass(giveRole, member.asker, { accountName: person.accountName, role: 'owner', label: 'x' }),
    refusedAs('not_found'),
  );
  await assert.rejects(
    kit.app.gate.pass(issueCredential, member.asker, { kind: 'service', name: 'shop' }),
    refusedAs('not_found'),
  );
  const { output } = await kit.app.gate.pass(seeStaff, owner.asker, {});
  const row = output.staff.find(({ label }) => label === 'test support');
  await kit.app.gate.pass(endRole, owner.asker, { card: row?.card, role: 'support' });
  await assert.rejects(kit.app.gate.pass(seePersonCard, member.asker, { card }), refusedAs('not_found'));
  await kit.app.worker.drain();
  const { output: history } = await kit.app.gate.pass(seeOwnHistory, member.asker, {});
  const kinds = history.entries.map(({ kind }) => kind);
  assert.ok(kinds.includes('noteRoleGiven') && kinds.includes('noteRoleEnded'));
});

test('the last owner cannot be ended, not even by two who end each other at the same moment', async () => {
  await using own = await openTestApp();
  const first = await makeOwner(own);
  const second = await makeStaff(own, first, 'owner');
  const { output } = await own.app.gate.pass(seeStaff, first.asker, {});
  const cards = output.staff.map(({ card }) => card);
  const results = await Promise.allSettled([
    own.app.gate.pass(endRole, first.asker, { card: cards[1], role: 'owner' }),
    own.app.gate.pass(endRole, second.asker, { card: cards[0], role: 'owner' }),
  ]);
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  const left = await own.app.parts.db.rows<{ personId: string }>(
    `select person_id as "personId" from staff where role = 'owner' and ended_at is null`,
  );
  assert.equal(left.length, 1);
  const last = left[0]?.personId === first.personId ? first : second;
  const card = last === first ? cards[0] : cards[1];
  await assert.rejects(own.app.gate.pass(endRole, last.asker, { card, role: 'owner' }), refusedAs('conflict'));
});

test('roles need a fresh proof that it is the owner', async () => {
  await using own = await openTestApp();
  const first = await makeOwner(own);
  const person = await own.person(otherFields());
  await own.app.parts.db.run(`update session set authenticated_at = authenticated_at - interval '6 minutes'`);
  const stale = await signedBy(own.app, first.token);
  const given = { accountName: person.accountName, role: 'editor', label: 'Editor' };
  await assert.rejects(own.app.gate.pass(giveRole, stale, given), refusedAs('forbidden_by_policy'));
});

test('staff find a person by exactly what they are told, and what was typed is kept nowhere', async () => {
  const member = await makeStaff(kit, owner, 'support');
  const fields: Readonly<Record<string, unknown>> = { ...otherFields(), email: 'canary-search@example.org' };
  const person = await kit.person(fields);
  const byName = await cardOf(member.asker, person.accountName.toUpperCase());
  assert.equal(await cardOf(member.asker, ' Canary-Search@EXAMPLE.org '), byName);
  assert.equal(await cardOf(member.asker, String(fields.phone)), byName);
  for (const identifier of ['canary-search', 'canary', '@example.org', '%']) {
    const { output } = await kit.app.gate.pass(findPerson, member.asker, { identifier });
    assert.deepEqual(output.cards, [], identifier);
  }
  const entries = await kit.app.parts.db.rows<{ body: string }>(`select body from entry where kind = 'findPerson'`);
  assert.doesNotMatch(entries.map(({ body }) => body).join(), /canary/);
  assert.doesNotMatch(kit.logged.join(), /canary-search/);
});

test('a card shows which fields are held and opens none; the person sees that it was looked at', async () => {
  const member = await makeStaff(kit, owner, 'support');
  const person = await kit.person(otherFields());
  const card = await cardOf(member.asker, person.accountName);
  const { output } = await kit.app.gate.pass(seePersonCard, member.asker, { card });
  assert.ok(output.fields.some(({ field, since }) => field === 'email' && since !== null));
  assert.doesNotMatch(JSON.stringify(output), /lamp|Лампова|380/i);
  const { output: history } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  assert.equal(history.entries[0]?.kind, 'seePersonCard');
  assert.equal(history.entries[0]?.body?.asker, 'support');
});

test('a value is unmasked only with a reason, one at a time, and the person reads the reason word for word', async () => {
  const member = await makeStaff(kit, owner, 'support');
  const fields = otherFields();
  const person = await kit.person(fields);
  const card = await cardOf(member.asker, person.accountName);
  for (const reason of ['', '   \n      ', 'because']) {
    await assert.rejects(
      kit.app.gate.pass(unmaskField, member.asker, { card, field: 'phone', reason }),
      refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['reasonGiven'])),
    );
  }
  const { output } = await kit.app.gate.pass(unmaskField, member.asker, { card, field: 'phone', reason: REASON });
  assert.deepEqual(output, { field: 'phone', value: fields.phone });
  const { output: own, entry } = await kit.app.gate.pass(seeOwnUnmaskings, person.asker, {});
  assert.deepEqual(
    own.unmaskings.map(({ field, role, reason }) => ({ field, role, reason })),
    [{ field: 'phone', role: 'support', reason: REASON }],
  );
  assert.ok(entry === null || entry > (own.unmaskings[0]?.entry ?? 0));
  const { output: history } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  const unmasked = history.entries.find(({ kind, body }) => kind === 'unmaskField' && body?.decision === 'allowed');
  assert.deepEqual([unmasked?.body?.fields, unmasked?.body?.recipient], [['phone'], 'staff']);
  assert.doesNotMatch(JSON.stringify(history), /parcel/, 'the reason is in no entry');
});

test('an editor sees nobody’s data, and nobody unmasks what is no declared field', async () => {
  const editor = await makeStaff(kit, owner, 'editor');
  const person = await kit.person(otherFields());
  await assert.rejects(
    kit.app.gate.pass(findPerson, editor.asker, { identifier: person.accountName }),
    refusedAs('not_found'),
  );
  const member = await makeStaff(kit, owner, 'support');
  const card = await cardOf(member.asker, person.accountName);
  for (const field of ['one-time-codes/secret', 'session/seen', 'nothing']) {
    const passage = kit.app.gate.pass(unmaskField, member.asker, { card, field, reason: REASON });
    await assert.rejects(passage, refusedAs('invalid'), field);
  }
});

test('an invitation gives its role once, to a session of two factors, and is worth nothing when taken back or too old', async () => {
  const invite = async () => {
    const { output } = await kit.app.gate.pass(inviteStaff, owner.asker, { role: 'support', label: 'Olha' });
    return output;
  };
  const person = await kit.person(otherFields());
  const guarded = await guardedPerson(kit);
  const first = await invite();
  const weak = kit.app.gate.pass(claimConsole, person.asker, { link: first.token });
  await assert.rejects(weak, refusedAs('forbidden_by_policy'));
  const { output } = await kit.app.gate.pass(claimConsole, guarded.asker, { link: first.token });
  assert.equal(output.role, 'support');
  const { output: staff } = await kit.app.gate.pass(seeStaff, owner.asker, {});
  assert.ok(staff.staff.some(({ label, role }) => label === 'Olha' && role === 'support'));
  const other = await guardedPerson(kit);
  const taken = kit.app.gate.pass(claimConsole, other.asker, { link: first.token });
  await assert.rejects(taken, refusedAs('not_found'), 'a link counts once');
  const second = await invite();
  await kit.app.gate.pass(endInvitation, owner.asker, { invitation: second.invitation });
  await assert.rejects(kit.app.gate.pass(claimConsole, other.asker, { link: second.token }), refusedAs('not_found'));
  const third = await invite();
  await kit.app.parts.db.run(`update owner_link set expires_at = clock_timestamp() where claimed_at is null`);
  await assert.rejects(kit.app.gate.pass(claimConsole, other.asker, { link: third.token }), refusedAs('not_found'));
});
