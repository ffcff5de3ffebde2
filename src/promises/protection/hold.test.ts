import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { LEFT, openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { inDays, type LegalDesk, openLegalDesk, REASON, somebody } from '../../../test/testkit/legal-desk.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { eraseOwnData } from '../agreement/index.ts';
import {
  answerLegalRequest,
  approveLegalRequest,
  findNecessary,
  scopeLegalRequest,
  seeLegalRequest,
  setHold,
  takeLegalArchive,
  turnEpoch,
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

test('what an order names is kept apart: the person erases everything, and the authority still gets just that', async () => {
  const person = await somebody(kit);
  const id = await desk.scoped({ persons: [person.accountName], fields: ['name'] });
  await desk.pass(setHold, desk.first.asker, { legalRequest: id, until: inDays(60), reason: REASON });
  await kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
  assert.equal(await rowsOf(person.personId, 'value'), 0);
  // "No data held" would be a lie now.
  const none = { legalRequest: id, answer: 'no-data-held', reason: 'There is nobody here under this name.' };
  await assert.rejects(desk.pass(answerLegalRequest, desk.first.asker, none), refusedAs('forbidden_by_policy'));
  await desk.pass(findNecessary, desk.first.asker, { legalRequest: id, reason: REASON });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await desk.pass(takeLegalArchive, desk.first.asker, { legalRequest: id });
  const archive = await desk.authority.read(output.archive);
  const answer = JSON.parse(archive['person-001.json'] ?? '{}');
  assert.deepEqual(
    answer.fields.map(({ field, value }: { field: string; value: unknown }) => [field, value]),
    [['name', LEFT.name]],
  );
});

test('a hold stands while the keys of the epoch are turned, before and after the person erased everything', async () => {
  const person = await somebody(kit);
  const id = await desk.scoped({ persons: [person.accountName], fields: ['name'] });
  await desk.pass(setHold, desk.first.asker, { legalRequest: id, until: inDays(60), reason: REASON });
  const turn = () => turnEpoch(kit.app.gate, { asker: { kind: 'host', by: 'test' } });
  await turn();
  await kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
  await turn();
  await desk.pass(findNecessary, desk.first.asker, { legalRequest: id, reason: REASON });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await desk.pass(takeLegalArchive, desk.first.asker, { legalRequest: id });
  const archive = await desk.authority.read(output.archive);
  const answer = JSON.parse(archive['person-001.json'] ?? '{}');
  assert.deepEqual(
    answer.fields.map(({ value }: { value: unknown }) => value),
    [LEFT.name],
  );
});

test('a hold ends by itself: its keys and its bytes are gone, and then nothing is held', async () => {
  const person = await somebody(kit);
  const id = await desk.scoped({ persons: [person.accountName], fields: ['name'] });
  await desk.pass(setHold, desk.first.asker, { legalRequest: id, until: inDays(60), reason: REASON });
  const holder = await holderOf(id);
  await kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
  assert.equal(await rowsOf(holder, 'value_key'), 1);
  await timeRunsOut(id);
  assert.equal(await rowsOf(holder, 'value_key'), 0);
  assert.equal(await rowsOf(holder, 'person_key'), 0);
  const kept = await kit.app.parts.db.row('select 1 as one from held_value where holder_id = $1', [holder]);
  assert.equal(kept, undefined);
  await desk.pass(findNecessary, desk.first.asker, { legalRequest: id, reason: REASON });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await desk.pass(seeLegalRequest, desk.first.asker, { legalRequest: id });
  assert.equal(output.state, 'nothing-to-give');
});

test('a hold is renewed with a reason, for so long at a time, and keeps nothing new', async () => {
  const person = await somebody(kit);
  const id = await desk.scoped({ persons: [person.accountName], fields: ['name'] });
  const hold = (until: string, reason = REASON) =>
    desk.pass(setHold, desk.first.asker, { legalRequest: id, until, reason });
  await hold(inDays(30));
  const holder = await holderOf(id);
  await hold(inDays(90));
  assert.equal(await holderOf(id), holder);
  await kit.app.parts.db.run(`update job set run_at = clock_timestamp() where kind = 'end-hold' and reference = $1`, [
    id,
  ]);
  await kit.app.worker.drain();
  assert.equal(await rowsOf(holder, 'value_key'), 1);
  await assert.rejects(hold(inDays(90), 'again'), refusedAs('invalid'));
  await assert.rejects(
    hold(inDays(181)),
    refusedAs('invalid', ({ detail }) => assert.equal(detail.field, 'until')),
  );
  await assert.rejects(hold(inDays(-1)), refusedAs('invalid'));
});

test('nothing is kept apart of nobody, nor before the sender is checked', async () => {
  const id = await desk.scoped({ persons: ['nobody-at-all@example.org'], fields: ['name'] });
  const hold = { legalRequest: id, until: inDays(30), reason: REASON };
  await assert.rejects(
    desk.pass(setHold, desk.first.asker, hold),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['somethingHeld'])),
  );
  const unlisted = await desk.authenticated();
  await assert.rejects(
    desk.pass(setHold, desk.first.asker, { ...hold, legalRequest: unlisted }),
    refusedAs('forbidden_by_policy'),
  );
});

test('a scope made anew after a hold gives nobody who is not in it', async () => {
  const [kept, other] = [await somebody(kit), await somebody(kit)];
  const id = await desk.scoped({ persons: [kept.accountName], fields: ['name'] });
  await desk.pass(setHold, desk.first.asker, { legalRequest: id, until: inDays(60), reason: REASON });
  await kit.app.gate.pass(eraseOwnData, kept.asker, { password: kept.password });
  const anew = { legalRequest: id, persons: ['nobody-at-all@example.org', other.accountName], fields: ['name'] };
  await assert.rejects(desk.pass(scopeLegalRequest, desk.first.asker, anew), refusedAs('conflict'));
});

async function holderOf(id: string): Promise<string> {
  const { db } = kit.app.parts;
  const row = await db.row<{ id: string }>('select holder_id as id from hold where legal_request_id = $1', [id]);
  return row?.id ?? '';
}

async function rowsOf(personId: string, table: 'value' | 'value_key' | 'person_key'): Promise<number> {
  const row = await kit.app.parts.db.row<{ n: number }>(`select count(*) as n from ${table} where person_id = $1`, [
    personId,
  ]);
  return row?.n ?? 0;
}

async function timeRunsOut(id: string): Promise<void> {
  const { db } = kit.app.parts;
  await db.run(
    `update hold set set_at = clock_timestamp() - interval '2 days', until = clock_timestamp() - interval '1 second'
     where legal_request_id = $1`,
    [id],
  );
  await db.run(`update job set run_at = clock_timestamp() where kind = 'end-hold' and reference = $1`, [id]);
  await kit.app.worker.drain();
}
