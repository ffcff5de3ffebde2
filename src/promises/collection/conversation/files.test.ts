import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../../../../test/testkit/app.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { appointStaff } from '../../../../test/testkit/staff.ts';
import { ATTACHMENT_BYTES_MAX } from '../../../kernel/limits.ts';
import { seeOwnHistory } from '../../agreement/index.ts';
import {
  answerWithFile,
  assignConversation,
  attachFile,
  dropCannedAnswer,
  keepCannedAnswer,
  listConversations,
  readConversation,
  readFile,
  seeConversation,
  seeFile,
  startConversation,
} from '../index.ts';

let kit: TestApp;
let support: TestPerson;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
  support = await appointStaff(kit, 'support');
});
after(() => kit[Symbol.asyncDispose]());

const pass: TestApp['app']['gate']['pass'] = (...asked) => kit.app.gate.pass(...asked);
const { email: _, phone: __, ...OWN } = LEFT;
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const picture = () =>
  sharp({ create: { width: 300, height: 300, channels: 3, background: 'grey' } })
    .withMetadata({ exif: { IFD0: { Artist: 'Канарейка' } } })
    .jpeg()
    .toBuffer();

async function begin(person: TestPerson): Promise<string> {
  const { output } = await pass(startConversation, person.asker, { text: 'Вот счёт', language: 'ru' });
  return output.id;
}

test('a picture and a PDF file go both ways; the picture is made anew, and each look of the staff is an entry', async () => {
  const person = await kit.person(OWN);
  const conversation = await begin(person);
  const sent = await pass(attachFile, person.asker, { conversation, file: await picture(), language: 'ru' });
  const answer = await pass(answerWithFile, support.asker, { conversation, file: PDF });
  const { output: shown } = await pass(seeConversation, person.asker, { conversation });
  assert.deepEqual(
    shown.messages.map(({ by, file }) => [by, file?.kind ?? 'text']),
    [
      ['person', 'text'],
      ['person', 'picture'],
      ['administration', 'pdf'],
    ],
  );
  const { output: read } = await pass(readFile, support.asker, { conversation, file: sent.output.id });
  const bytes = Buffer.from(read.content, 'base64');
  assert.equal((await sharp(bytes).metadata()).format, 'jpeg');
  assert.ok(!bytes.includes('Канарейка'), 'nothing of the file that came is kept');
  const { output: own } = await pass(seeFile, person.asker, { conversation, file: answer.output.id });
  assert.ok(Buffer.from(own.content, 'base64').equals(PDF));
  const { output: history } = await pass(seeOwnHistory, person.asker, {});
  assert.ok(history.entries.some(({ kind }) => kind === 'readFile'));
});

test('a file that lies about its kind, is cut off or too large is refused, and nothing of it is kept', async () => {
  const person = await kit.person(OWN);
  const conversation = await begin(person);
  const before = await kit.app.parts.db.row<{ n: number }>('select count(*) as n from value');
  const jpeg = await picture();
  for (const [file, code] of [
    [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), 'unsupported_media_type'],
    [Buffer.from('MZ\x90\x00 a program called photo.jpg'), 'unsupported_media_type'],
    [Buffer.from('<!doctype html><script>alert(1)</script>'), 'unsupported_media_type'],
    [jpeg.subarray(0, jpeg.length / 2), 'invalid'],
    [Buffer.concat([jpeg.subarray(0, 20), PDF]), 'invalid'],
    [PDF.subarray(0, 20), 'invalid'],
    [Buffer.alloc(ATTACHMENT_BYTES_MAX + 1), 'too_large'],
  ] as const) {
    await assert.rejects(
      pass(attachFile, person.asker, { conversation, file, language: 'ru' }),
      refusedAs(code, ({ detail }) => assert.equal(detail.field, 'file')),
    );
  }
  assert.deepEqual(await kit.app.parts.db.row('select count(*) as n from value'), before);
});

test('a file of somebody else’s conversation is out of reach, by its own number too', async () => {
  const person = await kit.person(OWN);
  const stranger = await kit.person(OWN);
  const [own, other] = [await begin(person), await begin(stranger)];
  const { output } = await pass(attachFile, person.asker, { conversation: own, file: PDF, language: 'ru' });
  for (const conversation of [own, other]) {
    await assert.rejects(pass(seeFile, stranger.asker, { conversation, file: output.id }), refusedAs('not_found'));
  }
  await assert.rejects(pass(readFile, stranger.asker, { conversation: own, file: output.id }), refusedAs('not_found'));
  const sending = { conversation: own, file: PDF, language: 'ru' };
  await assert.rejects(pass(attachFile, stranger.asker, sending), refusedAs('not_found'));
});

test('a conversation is taken and given back, and a kept answer is offered until it is dropped', async () => {
  const conversation = await begin(await kit.person(OWN));
  const whose = async () =>
    (await pass(listConversations, support.asker, {})).output.conversations.find(({ id }) => id === conversation)
      ?.whose;
  assert.equal(await whose(), 'nobody');
  await pass(assignConversation, support.asker, { conversation, to: 'me' });
  assert.equal(await whose(), 'yours');
  await pass(assignConversation, support.asker, { conversation, to: 'nobody' });
  assert.equal(await whose(), 'nobody');
  const canned = { title: 'Доставка', text: 'Лампа в пути.' };
  const { output: kept } = await pass(keepCannedAnswer, support.asker, canned);
  const offered = async () => (await pass(readConversation, support.asker, { conversation })).output.canned;
  assert.deepEqual(await offered(), [{ id: kept.id, title: canned.title, answer: canned.text }]);
  await pass(dropCannedAnswer, support.asker, { answer: kept.id });
  assert.deepEqual(await offered(), []);
});
