import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../../../../test/testkit/app.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { appointStaff } from '../../../../test/testkit/staff.ts';
import { fsck } from '../../../kernel/ledger/fsck.ts';
import { turnEpoch } from '../../protection/index.ts';
import { signIn } from '../../security/index.ts';
import {
  ERASURES,
  eraseOnRequest,
  eraseOwnData,
  eraseOwnFields,
  leaveData,
  requestErasure,
  seeOwnData,
  withdrawErasureRequest,
} from '../index.ts';

const host = { kind: 'host', by: 'test' } as const;
const heldOf = async ({ app }: TestApp, { asker }: TestPerson) =>
  (await app.gate.pass(seeOwnData, asker, {})).output.fields.map(({ field }) => field).toSorted();
const kindsOf = async ({ app }: TestApp, personId: string) =>
  (await app.parts.db.rows<{ kind: string }>('select kind from entry where person_id = $1 order by n', [personId])).map(
    ({ kind }) => kind,
  );
/** What the clock would do in a day: jobs that looked and found nothing look again. */
const lookAgain = async ({ app }: TestApp) => {
  await app.parts.db.run('update job set run_at = clock_timestamp() where done_at is null');
  await app.worker.drain();
};

test('an erasure has two entries: done at once, and final when no key that wrapped it is left', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  await kit.person({ name: 'Другая', country: 'UA' });
  const { output } = await kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
  assert.equal(output.finalBy.getTime() - output.erasedAt.getTime(), 30 * 86_400_000);
  await lookAgain(kit);
  assert.equal((await kindsOf(kit, person.personId)).at(-1), 'eraseOwnData');
  await turnEpoch(kit.app.gate, { asker: host });
  await lookAgain(kit);
  assert.deepEqual((await kindsOf(kit, person.personId)).slice(-2), ['eraseOwnData', 'completeErasure']);
  // Once is enough, and the chain of somebody of whom nothing is left is whole.
  await lookAgain(kit);
  assert.equal((await kindsOf(kit, person.personId)).filter((kind) => kind === 'completeErasure').length, 1);
  await kit.app.sequence();
  const { db, keys, site } = kit.app.parts;
  assert.deepEqual((await fsck({ db, key: keys.ledger, ...site, erasureKinds: ERASURES })).problems, []);
});

test('an erasure is not final while a key service may still undo the end of a key', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  await kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
  await turnEpoch(kit.app.gate, { asker: host });
  const { db } = kit.app.parts;
  await db.run(`update ended_key set gone_at = clock_timestamp() + interval '7 days'`);
  await lookAgain(kit);
  assert.equal((await kindsOf(kit, person.personId)).at(-1), 'eraseOwnData');
  await db.run('update ended_key set gone_at = clock_timestamp()');
  await lookAgain(kit);
  assert.equal((await kindsOf(kit, person.personId)).at(-1), 'completeErasure');
});

test('a person erases single fields or a category, and what followed from them goes too', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  const { gate } = kit.app;
  const { password, asker } = person;
  const { output } = await gate.pass(eraseOwnFields, asker, {
    fields: ['address'],
    categories: ['pd:EmailAddress'],
    password,
  });
  assert.deepEqual(output.erased.toSorted(), ['address', 'email']);
  assert.deepEqual(await heldOf(kit, person), ['birth-date', 'country', 'name', 'phone']);
  const stranger = { kind: 'anyone', network: '192.0.2.0/24' } as const;
  await assert.rejects(gate.pass(signIn, stranger, { identifier: LEFT.email, password }), refusedAs('unauthenticated'));
  await gate.pass(signIn, stranger, { identifier: LEFT.phone, password });
  const left = `select 1 as one from message_address where person_id = $1`;
  assert.deepEqual(await kit.app.parts.db.rows(left, [person.personId]), []);
  await gate.pass(eraseOwnFields, asker, { fields: ['country'], password });
  assert.equal((await gate.pass(seeOwnData, asker, {})).output.country, null);
});

test('partial erasure needs the password, a declared field, and something that is held', async () => {
  await using kit = await openTestApp();
  const person = await kit.person({ name: 'Одна', country: 'UA' });
  const { gate } = kit.app;
  const erase = (input: object) => gate.pass(eraseOwnFields, person.asker, { password: person.password, ...input });
  await assert.rejects(erase({ fields: ['name'], password: 'wrong' }), refusedAs('presence_required'));
  await assert.rejects(erase({ fields: ['shoe-size'] }), refusedAs('invalid'));
  await assert.rejects(erase({ fields: ['phone'] }), refusedAs('conflict'));
  assert.deepEqual(await heldOf(kit, person), ['country', 'name']);
});

test('what a field may be kept for is over by itself: it is forgotten, and the person’s chain says so', async () => {
  await using kit = await openTestApp();
  await kit.publish((declarations) => ({
    ...declarations,
    fields: declarations.fields.map((field) => ({ ...field, retentionDays: field.id === 'phone' ? 90 : null })),
  }));
  const [old, fresh] = [await kit.person(), await kit.person({ ...LEFT, email: 'other@example.org' })];
  const { db } = kit.app.parts;
  await db.run(`update value set created_at = created_at - interval '90 days' where person_id = $1`, [old.personId]);
  await lookAgain(kit);
  assert.ok(!(await heldOf(kit, old)).includes('phone'));
  assert.ok((await heldOf(kit, old)).includes('email'));
  assert.ok((await heldOf(kit, fresh)).includes('phone'));
  assert.equal((await kindsOf(kit, old.personId)).filter((kind) => kind === 'forgetExpired').length, 1);
  assert.ok(!(await kindsOf(kit, fresh.personId)).includes('forgetExpired'));
  // Left anew it is kept for another time.
  await kit.app.gate.pass(leaveData, old.asker, {
    fields: { phone: LEFT.phone },
    language: 'ru',
    password: old.password,
  });
  await lookAgain(kit);
  assert.ok((await heldOf(kit, old)).includes('phone'));
});

test('staff and the host erase nobody who did not ask for it, and whoever takes it back is not erased', async () => {
  await using kit = await openTestApp();
  const person = await kit.person();
  const { gate } = kit.app;
  const support = await appointStaff(kit, 'support');
  const { personId } = person;
  const others = [support.asker, host];
  for (const asker of others)
    await assert.rejects(gate.pass(eraseOnRequest, asker, { personId }), refusedAs('not_found'));
  await gate.pass(requestErasure, person.asker, {});
  await gate.pass(withdrawErasureRequest, person.asker, {});
  for (const asker of others)
    await assert.rejects(gate.pass(eraseOnRequest, asker, { personId }), refusedAs('not_found'));
  await gate.pass(requestErasure, person.asker, {});
  const editor = await appointStaff(kit, 'editor');
  await assert.rejects(gate.pass(eraseOnRequest, editor.asker, { personId }), refusedAs('not_found'));
  await gate.pass(eraseOnRequest, support.asker, { personId });
  assert.deepEqual(await kit.app.parts.db.rows('select 1 as one from value where person_id = $1', [personId]), []);
  assert.equal((await kindsOf(kit, personId)).at(-1), 'eraseOnRequest');
});
