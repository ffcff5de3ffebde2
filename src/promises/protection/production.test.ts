import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, beforeEach, test } from 'node:test';
import { Decrypter, generateX25519Identity } from 'age-encryption';
import { LEFT, openTestApp, type TestApp } from '../../../test/testkit/app.ts';
import { INTAKE, inDays, type LegalDesk, openLegalDesk, REASON, somebody } from '../../../test/testkit/legal-desk.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { eraseOwnData, leaveData, seeOwnHistory } from '../agreement/index.ts';
import { sealOwnData } from '../use/index.ts';
import { completeProduction } from './complete-production.ts';
import {
  answerLegalRequest,
  approveLegalRequest,
  deliverLegalRequest,
  seeLegalRequest,
  seeOwnDisclosures,
  takeLegalArchive,
} from './index.ts';
import { produceForAuthority } from './produce-for-authority.ts';

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

const see = async (id: string) => (await desk.pass(seeLegalRequest, desk.first.asker, { legalRequest: id })).output;

test('two officers answer an order: the authority alone reads it, and it holds exactly what scope and ground share', async () => {
  const phone = '+380441239999';
  const person = await somebody(kit, { phone });
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name', 'phone', 'birth-date'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await desk.pass(takeLegalArchive, desk.second.asker, { legalRequest: id });
  const archive = await desk.authority.read(output.archive);
  const answer = JSON.parse(archive['person-001.json'] ?? '');
  // The date of birth was asked for, and the ground does not reach it.
  assert.deepEqual(
    answer.fields.map(({ field, value }: { field: string; value: unknown }) => [field, value]),
    [
      ['name', LEFT.name],
      ['phone', phone],
    ],
  );
  const manifest = JSON.parse(archive['manifest.json'] ?? '');
  assert.equal(manifest.legalRequest, id);
  assert.deepEqual(manifest.persons[0].fields, ['name', 'phone']);
  assert.equal(createHash('sha256').update(output.archive).digest('hex'), output.digest);
  // Neither the person's id nor their account name leaves.
  assert.doesNotMatch(JSON.stringify(archive), new RegExp(`${person.personId}|${person.accountName}`));
});

test('what the person sealed is held and not given: the answer says so, and not that it is not held', async () => {
  const person = await somebody(kit);
  const { asker, password } = person;
  await desk.pass(sealOwnData, asker, { password });
  await desk.pass(leaveData, asker, { fields: { name: 'Новое Имя' }, language: 'ru', password });
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name', 'phone'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await desk.pass(takeLegalArchive, desk.second.asker, { legalRequest: id });
  const answer = JSON.parse((await desk.authority.read(output.archive))['person-001.json'] ?? '');
  assert.deepEqual(answer.sealedByPerson, ['phone']);
  assert.deepEqual(answer.notHeld, []);
});

test('the person sees what was disclosed, to whom, on which ground and which fields, in history and in the account', async () => {
  const person = await somebody(kit);
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output: history } = await desk.pass(seeOwnHistory, person.asker, {});
  const entry = history.entries[0]?.body;
  assert.equal(entry?.kind, 'produceForAuthority');
  assert.equal(entry?.recipient, 'authority');
  assert.equal(entry?.about, 'ground:demo-order-ua');
  assert.deepEqual(entry?.fields, ['name']);
  assert.equal(entry?.decision, 'allowed');
  const { output } = await desk.pass(seeOwnDisclosures, person.asker, {});
  assert.equal(output.disclosures.length, 1);
  assert.deepEqual(output.disclosures[0]?.fields, ['name']);
  assert.equal(output.disclosures[0]?.authority, INTAKE.authority);
  assert.equal(output.disclosures[0]?.takenAt, null);
  const other = await somebody(kit);
  const { output: others } = await desk.pass(seeOwnDisclosures, other.asker, {});
  assert.deepEqual(others.disclosures, []);
});

test('a person erased before the approval has nothing to give, and "no data held" is then the answer', async () => {
  const person = await somebody(kit);
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await desk.pass(seeLegalRequest, desk.first.asker, { legalRequest: id });
  assert.equal(output.state, 'nothing-to-give');
  const answering = { legalRequest: id, answer: 'no-data-held', reason: 'There is nobody here under this name.' };
  await desk.pass(answerLegalRequest, desk.first.asker, answering);
  const { output: answered } = await desk.pass(seeLegalRequest, desk.first.asker, { legalRequest: id });
  assert.equal(answered.answer, 'no-data-held');
});

test('a person erased after the production: the authority still gets what was produced, and we can read none of it', async () => {
  const person = await somebody(kit);
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  await kit.app.gate.pass(eraseOwnData, person.asker, { password: person.password });
  const { output } = await desk.pass(takeLegalArchive, desk.first.asker, { legalRequest: id });
  const archive = await desk.authority.read(output.archive);
  assert.match(archive['person-001.json'] ?? '', new RegExp(LEFT.name));
  const stranger = new Decrypter();
  stranger.addIdentity(await generateX25519Identity());
  await assert.rejects(stranger.decrypt(output.archive));
});

test('a person who erases themselves in mid-production: who was produced stays produced, who has gone is given nothing', async () => {
  const [first, second] = [await somebody(kit), await somebody(kit)];
  const persons = [first.accountName, second.accountName];
  const id = await desk.foundNecessary({ persons, fields: ['name'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await desk.pass(produceForAuthority, { kind: 'worker' }, { legalRequest: id, position: 1 });
  for (const { asker, password } of [first, second]) await desk.pass(eraseOwnData, asker, { password });
  await kit.app.worker.drain();
  const { output } = await desk.pass(takeLegalArchive, desk.second.asker, { legalRequest: id });
  const archive = await desk.authority.read(output.archive);
  assert.deepEqual(
    Object.keys(archive).filter((name) => name.startsWith('person-')),
    ['person-001.json'],
  );
});

test('who is unknown and who is of another country look alike to the authority', async () => {
  const person = await somebody(kit);
  const foreign = await somebody(kit, { country: 'GB' });
  const persons = ['nobody-at-all@example.org', foreign.accountName, person.accountName];
  const id = await desk.foundNecessary({ persons, fields: ['name'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await desk.pass(takeLegalArchive, desk.second.asker, { legalRequest: id });
  const archive = await desk.authority.read(output.archive);
  const { persons: told } = JSON.parse(archive['manifest.json'] ?? '');
  assert.deepEqual({ ...told[0], position: 0 }, { ...told[1], position: 0 });
  assert.equal(told[2].given, true);
  assert.deepEqual(Object.keys(archive).sort(), ['README.txt', 'manifest.json', 'person-003.json']);
});

test('only values left within the dates of the order are opened', async () => {
  const person = await somebody(kit);
  const dates = { leftUntil: inDays(-1) };
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'], ...dates });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const { output } = await desk.pass(seeLegalRequest, desk.first.asker, { legalRequest: id });
  assert.equal(output.state, 'nothing-to-give');
});

test('after a crash in mid-production the rest is produced, and nobody twice', async () => {
  const people = [await somebody(kit), await somebody(kit)];
  const id = await desk.foundNecessary({ persons: people.map(({ accountName }) => accountName), fields: ['name'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  // The worker died after the first person.
  await desk.pass(produceForAuthority, { kind: 'worker' }, { legalRequest: id, position: 1 });
  await kit.app.worker.drain();
  for (const person of people) {
    const { output } = await desk.pass(seeOwnHistory, person.asker, {});
    assert.equal(output.entries.filter(({ kind }) => kind === 'produceForAuthority').length, 1);
  }
  await assert.rejects(
    desk.pass(produceForAuthority, { kind: 'worker' }, { legalRequest: id, position: 1 }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert(detail.missing?.includes('notYetProduced'))),
  );
  const { output } = await desk.pass(takeLegalArchive, desk.second.asker, { legalRequest: id });
  const archive = await desk.authority.read(output.archive);
  assert.equal(Object.keys(archive).filter((name) => name.startsWith('person-')).length, 2);
});

test('a request that names more than a hundred people is answered in batches, each an archive of its own', async () => {
  const people = [await somebody(kit), await somebody(kit), await somebody(kit)];
  const names = Array.from({ length: 205 }, (_, index) => `nobody-${index}@example.org`);
  for (const [index, at] of [0, 100, 149].entries()) names[at] = people[index]?.accountName ?? '';
  const id = await desk.foundNecessary({ persons: names, fields: ['name'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  // The worker died when the first batch was made and one person of the second.
  const worker = { kind: 'worker' } as const;
  for (const position of [1, 101]) {
    await desk.pass(produceForAuthority, worker, { legalRequest: id, position });
    if (position === 1) await desk.pass(completeProduction, worker, { legalRequest: id, batch: 1 });
  }
  const half = await see(id);
  assert.deepEqual([half.state, half.progress, half.batches.length], ['approved', { persons: 205, produced: 2 }, 1]);
  await kit.app.worker.drain();
  const whole = await see(id);
  assert.deepEqual(
    whole.batches.map(({ batch, given }) => [batch, given]),
    [
      [1, true],
      [2, true],
      [3, false],
    ],
  );
  assert.deepEqual([whole.state, whole.persons.length, whole.next], ['produced', 100, 101]);
  const taken = [];
  for (const batch of [1, 2]) {
    taken.push((await desk.pass(takeLegalArchive, desk.first.asker, { legalRequest: id, batch })).output);
    const delivering = { legalRequest: id, how: 'By courier.' };
    // Not before the last part was taken.
    if (batch === 1)
      await assert.rejects(desk.pass(deliverLegalRequest, desk.first.asker, delivering), refusedAs('conflict'));
    else await desk.pass(deliverLegalRequest, desk.first.asker, delivering);
  }
  const read = await Promise.all(taken.map(({ archive }) => desk.authority.read(archive)));
  assert.deepEqual(
    read.map((files) => Object.keys(files).filter((name) => name.startsWith('person-'))),
    [['person-001.json'], ['person-101.json', 'person-150.json']],
  );
  const kept = await kit.app.parts.db.rows(
    "select 1 as one from value where person_id = $1 and field like 'matter/archive%'",
    [id],
  );
  assert.equal(kept.length, 0, 'no archive is kept after the delivery');
  await assertCommitted(taken.map(({ digest }) => digest));
});

/** The digest of each archive stands in the entry that says it was taken. */
async function assertCommitted(digests: readonly string[]): Promise<void> {
  const rows = await kit.app.parts.db.rows<{ archive: string }>(
    `select body::jsonb #>> '{commitments,archive}' as archive from entry
     where kind = 'takeLegalArchive' and body is not null order by at desc limit $1`,
    [digests.length],
  );
  const said = rows.map(({ archive }) => Buffer.from(archive, 'base64').toString('hex'));
  assert.deepEqual(said.sort(), [...digests].sort());
}

test('after a crash in mid-delivery the archive is taken again; once the authority has it, it is forgotten', async () => {
  const person = await somebody(kit);
  const id = await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  await desk.pass(approveLegalRequest, desk.second.asker, { legalRequest: id });
  await kit.app.worker.drain();
  const delivering = { legalRequest: id, how: 'Handed over at the registry.' };
  await assert.rejects(desk.pass(deliverLegalRequest, desk.first.asker, delivering), refusedAs('conflict'));
  const taken = await desk.pass(takeLegalArchive, desk.first.asker, { legalRequest: id });
  const again = await desk.pass(takeLegalArchive, desk.second.asker, { legalRequest: id });
  assert(taken.output.archive.equals(again.output.archive));
  await desk.pass(deliverLegalRequest, desk.first.asker, delivering);
  const kept = await kit.app.parts.db.rows<{ field: string }>(
    `select field from value where person_id = $1 and field like $2 order by field`,
    [id, 'matter/%'],
  );
  assert.deepEqual(
    kept.map(({ field }) => field.split('/')[1]),
    ['authentication', 'delivery', 'finding', 'intake', 'scope'],
  );
  await assert.rejects(
    desk.pass(takeLegalArchive, desk.first.asker, { legalRequest: id }),
    refusedAs('forbidden_by_policy'),
  );
  const { output } = await desk.pass(seeOwnDisclosures, person.asker, {});
  assert(output.disclosures[0]?.deliveredAt !== null);
});

test('nothing that was typed about a case lies in clear in a table or in a log', async () => {
  const person = await somebody(kit);
  await desk.foundNecessary({ persons: [person.accountName], fields: ['name'] });
  const tables = ['legal_request', 'legal_request_person', 'job', 'entry', 'value'];
  for (const table of tables) {
    const rows = await kit.app.parts.db.rows<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t`);
    const text = rows.map(({ row }) => row).join('\n');
    for (const canary of [INTAKE.authority, REASON, person.accountName])
      assert(!text.includes(canary), `${table}: ${canary}`);
  }
  assert.doesNotMatch(kit.logged.join('\n'), new RegExp(`${INTAKE.authority}|${person.accountName}`));
});
