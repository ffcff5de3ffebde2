import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestApp, STRANGER, type TestApp, type TestPerson } from '../../../../test/testkit/app.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { openSmtpSink } from '../../../../test/testkit/smtp.ts';
import { appointStaff } from '../../../../test/testkit/staff.ts';
import { eraseOwnData, leaveForm, makeFormNonce, seeOwnHistory, useOwnKey } from '../../agreement/index.ts';
import { personOfSession } from '../../security/index.ts';
import { pauseUse } from '../../use/index.ts';
import { answerSubmission, askForCounts, endSubmission, listSubmissions, takeSubmission } from '../index.ts';

let kit: TestApp;
let sink: Awaited<ReturnType<typeof openSmtpSink>>;
let support: TestPerson;
let colleague: TestPerson;
before(async () => {
  sink = await openSmtpSink();
  kit = await openTestApp({ SMTP_URL: sink.url });
  await kit.publish();
  support = await appointStaff(kit, 'support');
  colleague = await appointStaff(kit, 'support');
});
after(async () => {
  await kit[Symbol.asyncDispose]();
  await sink[Symbol.asyncDispose]();
});

const pass: TestApp['app']['gate']['pass'] = (...asked) => kit.app.gate.pass(...asked);
const CANARY = 'Канарейка ждёт звонка';
const FIELDS = { name: 'Канарейка', country: 'UA', phone: '+380441234567' };

async function leave(form = 'contact', over: object = {}) {
  const version = (await kit.app.parts.shelf.inForce())?.number ?? 0;
  const nonce = makeFormNonce(kit.app.parts, form, version);
  const message = form === 'contact' ? { message: CANARY } : {};
  const asked = { form, fields: FIELDS, language: 'ru', nonce, ...message, ...over };
  const { output } = await pass(leaveForm, STRANGER, asked);
  const { output: opened } = await pass(useOwnKey, STRANGER, { key: output.key });
  const asker = await personOfSession(kit.app.parts.db, opened.session);
  assert(asker !== undefined);
  return { submission: output.submission, asker };
}

const waiting = async (state: string) => (await pass(listSubmissions, support.asker, { state })).output;

test('a call-back waits in the inbox without a name, is opened by one act and one entry, and closed', async () => {
  const { submission, asker } = await leave();
  const list = await waiting('new');
  assert.ok(list.submissions.some(({ id }) => id === submission));
  assert.doesNotMatch(JSON.stringify(list), /Канарейка|380441234567/);
  const { output } = await pass(answerSubmission, support.asker, { submission });
  assert.deepEqual(Object.fromEntries(output.fields.map(({ field, value }) => [field, value])), FIELDS);
  assert.equal(output.message, CANARY);
  const { output: history } = await pass(seeOwnHistory, asker, {});
  const [look, ...earlier] = history.entries;
  assert.equal(look?.kind, 'answerSubmission');
  assert.deepEqual([look?.body?.asker, look?.body?.recipient], ['support', 'staff']);
  assert.deepEqual(look?.body?.categories.toSorted(), [
    'pd:Communication',
    'pd:Country',
    'pd:Name',
    'pd:TelephoneNumber',
  ]);
  assert.ok(!earlier.some(({ kind }) => kind === 'answerSubmission'), 'one entry');
  await pass(endSubmission, support.asker, { submission });
  assert.ok((await waiting('done')).submissions.some(({ id }) => id === submission));
  await assert.rejects(pass(answerSubmission, support.asker, { submission }), refusedAs('forbidden_by_policy'));
});

test('what a colleague took is theirs, until it is taken over', async () => {
  const { submission } = await leave();
  await pass(answerSubmission, colleague.asker, { submission });
  await assert.rejects(
    pass(answerSubmission, support.asker, { submission }),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['notTakenByAnother'])),
  );
  await pass(takeSubmission, support.asker, { submission });
  await pass(answerSubmission, support.asker, { submission });
  const mine = (await waiting('taken')).submissions.find(({ id }) => id === submission);
  assert.equal(mine?.takenByYou, true);
});

test('two of the staff who open the same one at once: one of them has it', async () => {
  const { submission } = await leave();
  const both = await Promise.allSettled([
    pass(answerSubmission, support.asker, { submission }),
    pass(answerSubmission, colleague.asker, { submission }),
  ]);
  assert.deepEqual(both.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
});

test('only those who answer have an inbox; an editor, a verifier and a person find nothing there', async () => {
  const { submission } = await leave();
  const others = [(await appointStaff(kit, 'editor', 'verifier')).asker, (await kit.person()).asker];
  for (const asker of others) {
    await assert.rejects(pass(listSubmissions, asker, { state: 'new' }), refusedAs('not_found'));
    await assert.rejects(pass(answerSubmission, asker, { submission }), refusedAs('not_found'));
  }
});

test('a form that nobody answers does not wait, and what was erased or paused is not opened', async () => {
  const before = (await waiting('new')).counts.new;
  await leave('subscription', { fields: { email: 'canary@example.org', country: 'UA' } });
  assert.equal((await waiting('new')).counts.new, before);
  const paused = await leave();
  await pass(pauseUse, paused.asker, {});
  await assert.rejects(
    pass(answerSubmission, support.asker, { submission: paused.submission }),
    refusedAs('forbidden_by_policy'),
  );
  const erased = await leave();
  await pass(eraseOwnData, erased.asker, {});
  await assert.rejects(
    pass(answerSubmission, support.asker, { submission: erased.submission }),
    refusedAs('not_found'),
  );
});

test('staff who ask for it get one mail a day that holds a number, and no word of anybody', async () => {
  const staff = await kit.person({ name: 'Somebody', country: 'UA', email: 'staff@example.org' });
  const { db } = kit.app.parts;
  await db.run('update session set strong = true where person_id = $1', [staff.personId]);
  await db.run(`insert into staff (person_id, role) values ($1, 'support')`, [staff.personId]);
  await db.run('update site set facts_number = facts_number + 1');
  await leave();
  const due = () => db.run(`update job set run_at = clock_timestamp() where kind = 'inbox-count' and done_at is null`);
  await due();
  await kit.app.worker.drain();
  assert.equal(sink.received.length, 0, 'nobody asked yet');
  await pass(askForCounts, staff.asker, { wanted: true });
  await due();
  await kit.app.worker.drain();
  await due();
  await kit.app.worker.drain();
  assert.equal(sink.received.length, 1, 'one a day');
  const [mail] = await sink.parsed();
  assert.match(mail?.subject ?? '', /\d/);
  assert.doesNotMatch(JSON.stringify(mail), /Канарейка|380441234567|Somebody/);
  await pass(askForCounts, staff.asker, { wanted: false });
  await db.run('update inbox_reminder set settled_on = null');
  await due();
  await kit.app.worker.drain();
  assert.equal(sink.received.length, 1);
});

test('a long inbox is read page by page, each submission once, the longest waiting first', async () => {
  const { db } = kit.app.parts;
  const { asker } = await leave();
  await db.run(
    `with more as (insert into submission (person_id, submission_id, form, fields, version, language)
       select $1, gen_random_uuid(), 'contact', '{name}', 1, 'ru' from generate_series(1, 120) returning submission_id)
     insert into inbox (person_id, submission_id, form) select $1, submission_id, 'contact' from more`,
    [asker.personId],
  );
  const seen: string[] = [];
  for (let after: object = {}; ; ) {
    const { submissions, next } = (await pass(listSubmissions, support.asker, { state: 'new', ...after })).output;
    seen.push(...submissions.map(({ id }) => id));
    if (next === null) break;
    after = { after: { leftAt: next.leftAt.toISOString(), submission: next.submission } };
  }
  assert.equal(new Set(seen).size, seen.length);
  assert.equal(seen.length, (await waiting('new')).counts.new);
});
