import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import sharp from 'sharp';
import { openTestApp, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { appointStaff } from '../../../test/testkit/staff.ts';
import { ATTACHMENT_BYTES_MAX } from '../../kernel/limits.ts';
import type { Field } from '../../kernel/policy/declarations.ts';
import { readTar } from '../../kernel/tar.ts';
import { eraseOwnFields, seeOwnData, takeCopy } from '../../promises/agreement/index.ts';
import { answerSubmission, listSubmissions } from '../../promises/collection/index.ts';
import { findPerson, unmaskField } from '../../promises/security/index.ts';

/** A declared field that holds a file, and how each role of the staff sees a field as it is declared. */
let kit: TestApp;
let origin: string;
let support: TestPerson;
let picture: Buffer;
const PDF = Buffer.from('%PDF-1.7\n% a page or two\n%%EOF\n');
before(async () => {
  kit = await openTestApp();
  await publish({ support: 'open' });
  origin = (await kit.serve()).address;
  support = await appointStaff(kit, 'support');
  picture = await sharp({ create: { width: 300, height: 300, channels: 3, background: 'grey' } })
    .withExif({ IFD0: { Model: 'Camera of somebody' } })
    .jpeg()
    .toBuffer();
});
after(() => kit[Symbol.asyncDispose]());

async function publish(seenBy: Field['seenBy'], type: Field['type'] = 'file'): Promise<void> {
  const words = { ru: 'Справка', en: 'Paper', uk: 'Довідка' };
  const field = { id: 'paper', type, category: 'pd:OfficialID', required: false, words, why: words, retentionDays: 30 };
  await kit.publish((declarations) => ({
    ...declarations,
    fields: [...declarations.fields, { ...field, legalBasis: null, seenBy }],
    forms: declarations.forms.map((form) =>
      form.id === 'contact' ? { ...form, fields: [...form.fields, { field: 'paper', required: false }] } : form,
    ),
  }));
}

const open = (path: string, person?: { readonly token: string }, init: RequestInit = {}) =>
  fetch(new URL(path, origin), {
    ...init,
    redirect: 'manual',
    headers: {
      origin,
      cookie: person === undefined ? 'language=en' : `kristalux-session=${person.token}; language=en`,
    },
  });

/** Fills the form of a page in as a browser does without script, with a file. */
async function send(path: string, file: Buffer, more: Record<string, string> = {}, person?: TestPerson) {
  const page = await (await open(path, person)).text();
  const form = new FormData();
  for (const name of ['csrf', 'nonce']) {
    const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];
    if (value !== undefined) form.set(name, value);
  }
  for (const [name, value] of Object.entries(more)) form.set(name, value);
  form.set('fields.paper', new Blob([new Uint8Array(file)], { type: 'image/png' }), 'C:\\secret name.png');
  assert.match(page, /enctype="multipart\/form-data"/);
  const answer = await open(path, person, { method: 'POST', body: form });
  return { status: answer.status, text: await answer.text() };
}

const FILLED = { 'fields.name': 'Anna', 'fields.country': 'UA', 'fields.email': 'anna@example.org' };
const newest = async () => {
  const { output } = await kit.app.gate.pass(listSubmissions, support.asker, { state: 'new' });
  return output.submissions.at(-1)?.id ?? '';
};

test('a file left in a form is told by its content, made anew, and opened by whoever answers', async () => {
  const sent = await send('/forms/contact', picture, { ...FILLED, message: 'Here it is' });
  assert.equal(sent.status, 201);
  const submission = await newest();
  const { output } = await kit.app.gate.pass(answerSubmission, support.asker, { submission });
  const kept = JSON.parse(output.fields.find(({ field }) => field === 'paper')?.value ?? '{}');
  assert.equal(kept.kind, 'picture');
  const again = await sharp(Buffer.from(kept.content, 'base64')).metadata();
  assert.deepEqual([again.format, again.exif], ['jpeg', undefined], 'nothing tells with what it was taken');
  assert.doesNotMatch(JSON.stringify(output), /secret name/);
  const page = await (await open('/console/inbox', support)).text();
  const csrf = /name="csrf" value="([^"]*)"/.exec(page)?.[1] ?? '';
  const post = (path: string) => open(path, support, { method: 'POST', body: new URLSearchParams({ csrf }) });
  const shown = await (await post(`/console/inbox/${submission}`)).text();
  assert.match(shown, /Picture, \d+ kB/);
  assert.ok(!shown.includes(kept.content.slice(0, 60)), 'the page holds no bytes of it');
  const taken = await post(`/console/inbox/${submission}/files/paper`);
  assert.match(taken.headers.get('content-disposition') ?? '', /^attachment/);
  assert.equal(Buffer.from(await taken.arrayBuffer()).toString('base64'), kept.content);
});

test('a file that lies about its type, is damaged or too large is named in the form, and nothing is kept', async () => {
  const count = async () => (await kit.app.parts.db.row<{ n: number }>('select count(*)::int as n from person'))?.n;
  const before = await count();
  for (const [file, said] of [
    [Buffer.from('<script>alert(1)</script>'.repeat(20)), 'no picture and no PDF'],
    [PDF.subarray(0, 12), 'damaged'],
    [Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(2000)]), 'damaged'],
    [Buffer.concat([PDF, Buffer.alloc(ATTACHMENT_BYTES_MAX)]), 'larger than 5 MB'],
  ] as const) {
    const sent = await send('/forms/contact', file, FILLED);
    assert.equal(sent.status, 422);
    assert.ok(sent.text.includes(said), said);
    assert.ok(sent.text.includes('anna@example.org'), 'what was typed is still there');
  }
  const missing = await send('/forms/contact', PDF, { 'fields.name': 'Anna', 'fields.country': 'nowhere' });
  assert.ok(missing.status === 422 && missing.text.includes('Choose the file once more'));
  const huge = await send('/forms/contact', Buffer.alloc(10_000_000), FILLED);
  assert.equal(huge.status, 413);
  assert.equal(await count(), before);
});

test('a file comes over the API as large as in a form, and what is larger is refused before it is taken', async () => {
  const person = await kit.person();
  const big = Buffer.concat([PDF.subarray(0, 9), Buffer.alloc(4_900_000, 0x20), Buffer.from('%%EOF')]);
  const put = async (file: Buffer, init: RequestInit = {}) =>
    await fetch(new URL('/v1/own-data', origin), {
      method: 'PUT',
      headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ fields: { paper: { file: file.toString('base64') } }, language: 'en' }),
      ...init,
    });
  assert.equal((await put(big)).status, 200);
  const taken = await open('/account/data/paper/file', person);
  assert.deepEqual(Buffer.from(await taken.arrayBuffer()), big);
  const larger = await put(Buffer.concat([big, Buffer.alloc(400_000)]));
  assert.equal(larger.status, 413);
  assert.match(await larger.text(), /too_large|at most/);
  const name = 'x'.repeat(70_000);
  const text = await put(big, { body: JSON.stringify({ fields: { name }, language: 'en' }) });
  assert.equal(text.status, 422, 'a text is no longer than before');
  const other = await fetch(new URL('/v1/sessions', origin), { method: 'POST', body: 'x'.repeat(70_000) });
  assert.equal(other.status, 413, 'nor is anything that holds no file');
});

test('a file is kept for as long as its field says, and then forgotten like any other value', async () => {
  const person = await kit.person();
  await send('/account/data', PDF, {}, person);
  const { db } = kit.app.parts;
  const aged = `update value set created_at = created_at - interval '31 days' where person_id = $1 and field = 'paper'`;
  await db.run(aged, [person.personId]);
  await db.run(`update job set run_at = clock_timestamp(), taken_at = null where kind = 'retention'`);
  await kit.app.worker.drain();
  assert.equal((await open('/account/data/paper/file', person)).status, 404);
  const left = await db.row<{ rows: number; keys: number }>(
    `select (select count(*) from value where person_id = $1 and field = 'paper') as rows,
       (select count(*) from value_key join value using (person_id, record_id) where person_id = $1 and field = 'paper')
         as keys`,
    [person.personId],
  );
  assert.deepEqual(left, { rows: 0, keys: 0 });
  const kept = await kit.app.gate.pass(seeOwnData, person.asker, {});
  assert.ok(kept.output.fields.length > 0, 'the rest stays');
});

test('in the account a file is left, shown by kind and size, taken, exported and erased like every value', async () => {
  const person = await kit.person();
  const sent = await send('/account/data', PDF, {}, person);
  assert.equal(sent.status, 200);
  assert.match(sent.text, /PDF file, 1 kB/);
  const taken = await open('/account/data/paper/file', person);
  assert.deepEqual(Buffer.from(await taken.arrayBuffer()), PDF);
  assert.equal(taken.headers.get('content-type'), 'application/pdf');
  const identity = await generateX25519Identity();
  const { asker, password } = person;
  const asked = { password, recipient: await identityToRecipient(identity), language: 'en' };
  const { output: copy } = await kit.app.gate.pass(takeCopy, asker, asked);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const members = readTar(Buffer.from(await decrypter.decrypt(Buffer.from(copy.archive, 'base64'))));
  assert.deepEqual(members.find(({ name }) => name === 'field-paper.pdf')?.content, PDF);
  assert.match(String(members.find(({ name }) => name === 'copy.html')?.content), /field-paper\.pdf/);
  await kit.app.gate.pass(eraseOwnFields, person.asker, { fields: ['paper'], password: person.password });
  assert.equal((await open('/account/data/paper/file', person)).status, 404);
});

test('a field whose type changes keeps each value as it was left, and says which fit no longer', async () => {
  const person = await kit.person();
  await send('/account/data', PDF, {}, person);
  const value = async () => {
    const { output } = await kit.app.gate.pass(seeOwnData, person.asker, {});
    return output.fields.find(({ field }) => field === 'paper')?.value;
  };
  const before = await value();
  for (const type of ['date', 'address', 'text'] as const) {
    await publish({ support: 'open' }, type);
    const page = await (await open('/account/data', person)).text();
    assert.match(page, /PDF file, 1 kB/, type);
    assert.equal(/no longer fits/.test(page), true, type);
    assert.equal(await value(), before);
    assert.equal((await open('/account/data/paper/file', person)).status, 200);
  }
  await kit.app.gate.pass(eraseOwnFields, person.asker, { fields: ['paper'], password: person.password });
  for (const type of ['address', 'file'] as const) {
    if (type === 'file') await publish({ support: 'open' }, 'text');
    const other = await kit.person({ name: 'Anna', country: 'UA', paper: '{"a text": "with braces"' });
    await publish({ support: 'open' }, type);
    const page = await open('/account/data', other);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /with braces/);
  }
});

test('a field declared masked for a role is not opened by answering, and only for a reason; one not declared for it never', async () => {
  const reason = 'The person asked on the phone about it';
  const verifier = await appointStaff(kit, 'verifier');
  await publish({ support: 'masked', owner: 'open' });
  await send('/forms/contact', PDF, { ...FILLED, message: 'Masked' });
  const submission = await newest();
  const { output } = await kit.app.gate.pass(answerSubmission, support.asker, { submission });
  assert.deepEqual(output.masked, ['paper']);
  assert.ok(
    !output.fields.some(({ field }) => field === 'paper') && output.fields.some(({ field }) => field === 'name'),
  );
  const person = await kit.person();
  await send('/account/data', PDF, {}, person);
  const card = async (asker: TestPerson) =>
    (await kit.app.gate.pass(findPerson, asker.asker, { identifier: person.accountName })).output.cards[0];
  const unmask = async (asker: TestPerson) =>
    await kit.app.gate.pass(unmaskField, asker.asker, { card: await card(asker), field: 'paper', reason });
  assert.equal((await unmask(support)).output.field, 'paper');
  await assert.rejects(
    unmask(verifier),
    refusedAs('forbidden_by_policy', ({ detail }) => assert.deepEqual(detail.missing, ['shownToRole'])),
  );
  const policy = await (await open('/policy')).text();
  assert.match(policy, /a member of support — masked/);
});
