import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import sharp from 'sharp';
import { LEFT, openTestApp, type TestApp, type TestPerson } from '../../../test/testkit/app.ts';
import { refusedAs } from '../../../test/testkit/refused-as.ts';
import { appointStaff } from '../../../test/testkit/staff.ts';
import { EXPLAINED_TABLES } from '../../kernel/explained/all-tables.ts';
import { readTar } from '../../kernel/tar.ts';
import { demandProof, proveOnline, startConversation } from '../collection/index.ts';
import { personOfSession } from '../security/index.ts';
import { leaveForm, makeFormNonce, seeOwnHistory, takeCopy, useOwnKey } from './index.ts';

let kit: TestApp;
before(async () => {
  kit = await openTestApp();
  await kit.publish();
});
after(() => kit[Symbol.asyncDispose]());

const PHRASE = 'копия, которую открою я';

interface Opened {
  readonly names: readonly string[];
  readonly json: {
    readonly format: string;
    readonly fields: readonly { readonly field: string; readonly value: unknown }[];
    readonly texts: readonly { readonly what: string; readonly text?: string; readonly file?: string }[];
    readonly tables: readonly { readonly table: string; readonly rows: readonly Record<string, unknown>[] }[];
    readonly policies: readonly { readonly number: number }[];
  };
  text(name: string): string;
  bytes(name: string): Buffer;
}

async function open(archive: string, decrypter: Decrypter): Promise<Opened> {
  const plain = Buffer.from(await decrypter.decrypt(Buffer.from(archive, 'base64')));
  const members = readTar(plain);
  const bytes = (name: string) => members.find((one) => one.name === name)?.content ?? Buffer.alloc(0);
  const text = (name: string) => bytes(name).toString('utf8');
  return { names: members.map(({ name }) => name), json: JSON.parse(text('copy.json')), text, bytes };
}

async function copyOf({ asker, password }: TestPerson): Promise<Opened> {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  const { output } = await kit.app.gate.pass(takeCopy, asker, { password, recipient, language: 'ru' });
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return await open(output.archive, decrypter);
}

async function imageOf(person: TestPerson): Promise<Buffer> {
  const verifier = await appointStaff(kit, 'verifier');
  const asked = {
    person: { account: person.accountName },
    fields: ['name'],
    reason: 'data-contradicts',
    ways: ['online'],
    days: 30,
    heldBack: 'nothing',
  };
  const { output } = await kit.app.gate.pass(demandProof, verifier.asker, asked);
  const image = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#336699' } })
    .jpeg()
    .toBuffer();
  await kit.app.gate.pass(proveOnline, person.asker, {
    demand: output.id,
    image: new Uint8Array(image),
    language: 'ru',
  });
  return image;
}

test('the copy holds every value, text, file and row of the person, the policy’s full words and the signed statement', async () => {
  const person = await kit.person();
  await kit.app.gate.pass(startConversation, person.asker, {
    text: 'Есть ли у Вас кристалл-канарейка?',
    language: 'ru',
  });
  await imageOf(person);
  const copy = await copyOf(person);
  assert.equal(copy.json.format, 'kristalux/copy/v1');
  const values = Object.fromEntries(copy.json.fields.map(({ field, value }) => [field, value]));
  assert.deepEqual(values, LEFT);
  assert(copy.json.texts.some(({ text }) => text === 'Есть ли у Вас кристалл-канарейка?'));
  const [file] = copy.names.filter((name) => name.startsWith('files/'));
  assert.equal((await sharp(copy.bytes(file ?? '')).metadata()).width, 640, 'the image opens again');

  const tables = copy.json.tables.map(({ table }) => table);
  for (const table of [
    'person',
    'submission',
    'entry',
    'session',
    'sign_in',
    'conversation_message',
    'demand',
    'proof',
  ])
    assert(tables.includes(table), table);
  const { output } = await kit.app.gate.pass(seeOwnHistory, person.asker, {});
  const entries = copy.json.tables.find(({ table }) => table === 'entry')?.rows ?? [];
  assert.equal(entries.length, output.entries.length, 'the whole history, with the entry of this copy');
  assert.match(copy.text('statement.txt'), /\/statement\/v1\n/);
  assert.match(copy.text('copy.html'), /^<!doctype html>\n<html lang="ru">/);
  assert(copy.text('copy.html').includes(LEFT.name));

  const version = await kit.app.parts.shelf.inForce();
  assert.deepEqual(
    copy.json.policies.map(({ number }) => number),
    [version?.number],
  );
  assert(copy.text(`policy-${version?.number}.ru.md`).includes(version?.words.agreement ?? 'nothing'));
});

test('the copy holds no secret that guards the account, and nothing of anybody else', async () => {
  const other = await kit.person({ ...LEFT, name: 'Чужая Сова', phone: '+380449998877', email: 'owl@example.org' });
  const copy = await copyOf(await kit.person());
  const whole = copy.names.map((name) => copy.text(name)).join('\n');
  for (const text of ['Чужая Сова', '+380449998877', other.personId]) assert.equal(whole.includes(text), false, text);
  const secret = EXPLAINED_TABLES.filter(({ exported }) => exported).flatMap((one) =>
    Object.entries(one.columns).flatMap(([name, says]) =>
      /^(?:secret|tag|key|staff|sealed)/.test(says) ? [name] : [],
    ),
  );
  assert(secret.includes('verifier') && secret.includes('token_hash'));
  for (const { rows } of copy.json.tables)
    for (const row of rows) for (const name of Object.keys(row)) assert.equal(secret.includes(name), false, name);
});

test('only who proves once more that it is they gets a copy, and only an encrypted one', async () => {
  const { asker, password } = await kit.person();
  const { gate } = kit.app;
  const given = { passphrase: PHRASE, language: 'en' };
  await assert.rejects(gate.pass(takeCopy, asker, given), refusedAs('presence_required'));
  await assert.rejects(
    gate.pass(takeCopy, asker, { ...given, password: 'another one' }),
    refusedAs('presence_required'),
  );
  await assert.rejects(gate.pass(takeCopy, asker, { password, language: 'en' }), refusedAs('invalid'));
  await assert.rejects(
    gate.pass(takeCopy, asker, { password, passphrase: 'short', language: 'en' }),
    refusedAs('invalid'),
  );
  await assert.rejects(
    gate.pass(takeCopy, asker, { password, recipient: `age1${'q'.repeat(58)}`, language: 'en' }),
    refusedAs('invalid'),
  );
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  await assert.rejects(gate.pass(takeCopy, asker, { ...given, password, recipient }), refusedAs('invalid'));
  const { output } = await gate.pass(takeCopy, asker, { password, recipient, language: 'en' });
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  assert.equal((await open(output.archive, decrypter)).json.fields.length, Object.keys(LEFT).length);
  assert.equal(Buffer.from(output.archive, 'base64').includes('Канарейка'), false);
});

test('who left data without an account takes a copy from the page of their own key', async () => {
  const version = await kit.app.parts.shelf.inForce();
  const fields = { name: 'Безымянная Синица', country: 'UA', email: 'tit@example.org' };
  const nonce = makeFormNonce(kit.app.parts, 'contact', version?.number ?? 0);
  const left = { form: 'contact', fields, message: 'Позвоните мне', language: 'ru', nonce };
  const anyone = { kind: 'anyone', network: '192.0.2.0/24' } as const;
  const { output } = await kit.app.gate.pass(leaveForm, anyone, left);
  const session = await kit.app.gate.pass(useOwnKey, anyone, { key: output.key });
  const asker = await personOfSession(kit.app.parts.db, session.output.session);
  assert(asker !== undefined);
  const copied = await kit.app.gate.pass(takeCopy, asker, { passphrase: PHRASE, language: 'uk' });
  const decrypter = new Decrypter();
  decrypter.addPassphrase(PHRASE);
  const copy = await open(copied.output.archive, decrypter);
  assert(copy.json.texts.some(({ text }) => text === 'Позвоните мне'));
});
