import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { appointStaff } from '../../../test/testkit/staff.ts';
import { MESSAGES_A_DAY_MAX } from '../../kernel/limits.ts';
import { leaveData, seeOwnData, seeOwnHistory } from '../agreement/index.ts';
import { startTransfer } from '../use/index.ts';
import {
  answerConversation,
  listConversations,
  readConversation,
  seeConversation,
  seeConversations,
  startConversation,
  writeMessage,
} from './index.ts';

let kit: TestApp;
let support: TestPerson;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  support = await appointStaff(kit, 'support');
});
after(async () => {
  await kit[Symbol.asyncDispose]();
});

const pass: TestApp['app']['gate']['pass'] = (...asked) => kit.app.gate.pass(...asked);
// Without an address to sign in by: many registrations of one address are slowed down, and rightly.
const { email: _, phone: __, ...OWN } = LEFT;
const { name: ___, ...WITHOUT_NAME } = OWN;
const CANARY = 'Канарейка спрашивает о лампе';

async function begin(person: TestPerson, text = CANARY): Promise<string> {
  const { output } = await pass(startConversation, person.asker, { text, language: 'ru' });
  return output.id;
}

test('a person and the administration talk: each reads what the other wrote, in order', async () => {
  const person = await kit.person(OWN);
  const conversation = await begin(person);
  const { output: read } = await pass(readConversation, support.asker, { conversation });
  assert.deepEqual(
    read.messages.map(({ by, text }) => [by, text]),
    [['person', CANARY]],
  );
  await pass(answerConversation, support.asker, { conversation, text: 'Лампа в пути.\nЗавтра.' });
  await pass(writeMessage, person.asker, { conversation, text: '  Спасибо!  ', language: 'ru' });
  const { output: own } = await pass(seeConversation, person.asker, { conversation });
  assert.deepEqual(
    own.messages.map(({ by, text }) => [by, text]),
    [
      ['person', CANARY],
      ['administration', 'Лампа в пути.\nЗавтра.'],
      ['person', 'Спасибо!'],
    ],
  );
  const { output: list } = await pass(seeConversations, person.asker, {});
  assert.deepEqual(
    list.conversations.map(({ id, lastBy }) => [id, lastBy]),
    [[conversation, 'person']],
  );
});

test('without the required data only writing to the administration is held back; everything else works', async () => {
  const person = await kit.person(WITHOUT_NAME);
  const writing = { text: CANARY, language: 'ru' };
  await assert.rejects(
    pass(startConversation, person.asker, writing),
    refusedAs('forbidden_by_policy', ({ detail }) => {
      assert.equal(detail.section, 'collection');
      assert.deepEqual(detail.missing, ['requiredFieldsLeft']);
    }),
  );
  const { output: list } = await pass(seeConversations, person.asker, {});
  assert.deepEqual(list, { missing: ['name'], conversations: [] });
  const { output: own } = await pass(seeOwnData, person.asker, {});
  assert.ok(own.fields.some(({ field }) => field === 'address'));
  const transfer = { provider: 'demo-pay', method: 'card-transfer', amount: 100, currency: 'UAH', payee: 'Lamp shop' };
  await pass(startTransfer, person.asker, { transfer });

  await pass(leaveData, person.asker, { fields: { name: LEFT.name }, language: 'ru' });
  assert.ok(await begin(person));
});

test('a conversation of somebody else is out of reach, and to the administration only its own people come', async () => {
  const conversation = await begin(await kit.person(OWN));
  const stranger = await kit.person(OWN);
  const writing = { conversation, text: CANARY, language: 'ru' };
  await assert.rejects(pass(seeConversation, stranger.asker, { conversation }), refusedAs('not_found'));
  await assert.rejects(pass(writeMessage, stranger.asker, writing), refusedAs('not_found'));
  await assert.rejects(pass(readConversation, stranger.asker, { conversation }), refusedAs('not_found'));
  await assert.rejects(pass(listConversations, stranger.asker, {}), refusedAs('not_found'));
  const editor = await appointStaff(kit, 'editor', 'verifier');
  await assert.rejects(pass(readConversation, editor.asker, { conversation }), refusedAs('not_found'));
});

test('each look of the administration is in the person’s own history, and opened the messages alone', async () => {
  const person = await kit.person(OWN);
  const conversation = await begin(person);
  await pass(readConversation, support.asker, { conversation });
  const { output } = await pass(seeOwnHistory, person.asker, {});
  const [look] = output.entries;
  assert.equal(look?.kind, 'readConversation');
  assert.deepEqual([look?.body?.asker, look?.body?.recipient], ['support', 'staff']);
  assert.deepEqual(look?.body?.categories, ['pd:Communication']);
  assert.deepEqual(look?.body?.fields, ['conversation/text']);
});

test('what waits for an answer is listed without a word of what was written or by whom', async () => {
  const person = await kit.person(OWN);
  const conversation = await begin(person);
  const { output } = await pass(listConversations, support.asker, {});
  assert.ok(output.conversations.some(({ id }) => id === conversation));
  assert.doesNotMatch(JSON.stringify(output), new RegExp(`${person.personId}|Канарейка`));
  await pass(answerConversation, support.asker, { conversation, text: 'Да.' });
  const { output: after } = await pass(listConversations, support.asker, {});
  assert.ok(!after.conversations.some(({ id }) => id === conversation));
  assert.equal(after.waiting, output.waiting - 1);
});

test('a message is data left: it carries the version in force, and sends nothing to anybody', async () => {
  const person = await kit.person(OWN);
  await begin(person);
  const { output } = await pass(seeOwnData, person.asker, {});
  const left = output.submissions.find(({ form }) => form === 'conversation');
  assert.deepEqual(left?.fields, ['conversation/text']);
  assert.equal(left?.version, output.policyVersion);
  const jobs = await kit.app.parts.db.rows('select kind from job where person_id = $1', [person.personId]);
  assert.deepEqual(jobs, []);
});

test('no text of a conversation is in a column of the database, an entry or the log', async () => {
  await begin(await kit.person(OWN));
  const { db } = kit.app.parts;
  for (const table of ['conversation', 'conversation_message', 'submission', 'entry', 'job', 'idempotency']) {
    const rows = await db.rows(`select ${table}::text as row from ${table}`);
    assert.ok(rows.length > 0 || table === 'job' || table === 'idempotency', `${table} was looked at`);
    assert.doesNotMatch(JSON.stringify(rows), /Канарейка/);
  }
  const sealed = await db.rows<{ sealed: Buffer }>(`select sealed from value where field = 'conversation/text'`);
  assert.ok(sealed.length > 0 && sealed.every((row) => !row.sealed.includes('Канарейка')));
  assert.doesNotMatch(kit.logged.join('\n'), /Канарейка/);
});

test('a message repeated with its key is one message', async () => {
  const person = await kit.person(OWN);
  const asked = { text: CANARY, language: 'ru' };
  const ids = await Promise.all(
    [1, 2, 3].map(async () => {
      const { output } = await pass(startConversation, person.asker, asked, { idempotencyKey: 'once' });
      return output.id;
    }),
  );
  assert.equal(new Set(ids).size, 1);
  const { output } = await pass(seeConversation, person.asker, { conversation: ids[0] });
  assert.equal(output.messages.length, 1);
});

test('an empty message, one too long and one with hidden characters are refused without being repeated', async () => {
  const person = await kit.person(OWN);
  for (const text of ['', ' \n ', 'x'.repeat(4001), 'Ada\u202eecalevoL']) {
    await assert.rejects(
      pass(startConversation, person.asker, { text, language: 'ru' }),
      refusedAs('invalid', ({ detail, message }) => {
        assert.equal(detail.field, 'text');
        assert.ok(text.length < 5 || !message.includes(text));
      }),
    );
  }
  const { output } = await pass(seeConversations, person.asker, {});
  assert.deepEqual(output.conversations, []);
});

test('one person cannot flood the administration', async () => {
  const person = await kit.person(OWN);
  const conversation = await begin(person);
  await kit.app.parts.db.run(
    `insert into conversation_message (person_id, record_id, conversation_id, written_by)
     select $1, gen_random_uuid(), $2, 'person' from generate_series(2, $3::int)`,
    [person.personId, conversation, MESSAGES_A_DAY_MAX],
  );
  const more = { conversation, text: CANARY, language: 'ru' };
  await assert.rejects(pass(writeMessage, person.asker, more), refusedAs('too_often'));
  await assert.rejects(pass(startConversation, person.asker, { text: CANARY, language: 'ru' }), refusedAs('too_often'));
});
