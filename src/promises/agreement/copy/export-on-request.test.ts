import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { LEFT } from '../../../../test/testkit/app.ts';
import { type BackupKit, openBackupKit } from '../../../../test/testkit/backups.ts';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { readTar } from '../../../kernel/tar.ts';
import { requestCopy, seeOwnHistory, withdrawCopyRequest } from '../index.ts';

let site: BackupKit;
before(async () => {
  site = await openBackupKit();
});
after(() => site[Symbol.asyncDispose]());

const PHRASE = 'слова, которых на сайте нет';

/** What the person reads in the file. */
async function read(path: string, decrypter: Decrypter): Promise<Readonly<Record<string, unknown>>> {
  const members = readTar(Buffer.from(await decrypter.decrypt(readFileSync(path))));
  const json = JSON.parse(members.find(({ name }) => name === 'copy.json')?.content.toString('utf8') ?? '{}');
  const texts = json.texts as readonly { readonly what: string }[];
  assert.ok(!texts.some(({ what }) => what === 'copy-request/seal'), 'what seals the file is not in it');
  const fields = json.fields as readonly { readonly field: string; readonly value: unknown }[];
  return Object.fromEntries(fields.map(({ field, value }) => [field, value]));
}

test('the host makes one file for a person’s own open request, sealed with their phrase, and none without it', async () => {
  const person = await site.person();
  const { gate, parts } = site.kit.app;
  const path = join(site.folder, 'by-phrase.age');
  const before = await site.run(['person', 'export', person.personId, path]);
  assert.equal(before.code, 1);
  assert.equal(existsSync(path), false, 'nothing is left where nothing was asked for');
  const { password } = person;
  await gate.pass(requestCopy, person.asker, { password, passphrase: PHRASE, language: 'ru' });
  assert.match((await site.run(['person', 'requests'])).out, new RegExp(`${person.personId}  asks for a copy since`));
  const told = await site.run(['person', 'export', person.personId, path]);
  assert.equal(told.code, 0, told.err);
  const decrypter = new Decrypter();
  decrypter.addPassphrase(PHRASE);
  const { phone, name } = await read(path, decrypter);
  assert.deepEqual({ phone, name }, { phone: person.phone, name: LEFT.name });

  const again = await site.run(['person', 'export', person.personId, join(site.folder, 'again.age')]);
  assert.equal(again.code, 1, 'one request is one file');
  const left = await parts.db.rows('select 1 as one from value where person_id = $1 and field = $2', [
    person.personId,
    'copy-request/seal',
  ]);
  assert.deepEqual(left, [], 'what sealed it is forgotten with the request');
  const { output } = await gate.pass(seeOwnHistory, person.asker, {});
  assert.ok(output.entries.some(({ kind }) => kind === 'exportOnRequest'));
});

test('an age key named in the request opens the file; a request that was taken back is none', async () => {
  const person = await site.person();
  const { gate } = site.kit.app;
  const identity = await generateX25519Identity();
  const asked = { password: person.password, recipient: await identityToRecipient(identity), language: 'ru' } as const;
  await gate.pass(requestCopy, person.asker, { ...asked });
  await gate.pass(withdrawCopyRequest, person.asker, {});
  const path = join(site.folder, 'by-key.age');
  assert.equal((await site.run(['person', 'export', person.personId, path])).code, 1);
  await gate.pass(requestCopy, person.asker, { ...asked });
  assert.equal((await site.run(['person', 'export', person.personId, path])).code, 0);
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  assert.equal((await read(path, decrypter)).phone, person.phone);
});

test('a session alone asks for no copy, a bad seal is refused, and a file that is there is never written over', async () => {
  const person = await site.person();
  const { gate } = site.kit.app;
  const ask = (input: object) => gate.pass(requestCopy, person.asker, { language: 'ru', ...input });
  const { password } = person;
  await assert.rejects(ask({ passphrase: PHRASE }), refusedAs('presence_required'));
  await assert.rejects(ask({ password }), refusedAs('invalid'));
  await assert.rejects(ask({ password, passphrase: 'short' }), refusedAs('invalid'));
  await assert.rejects(ask({ password, recipient: 'age1nothing' }), refusedAs('invalid'));
  await ask({ password, passphrase: PHRASE });
  const path = join(site.folder, 'there.age');
  writeFileSync(path, 'mine');
  const told = await site.run(['person', 'export', person.personId, path]);
  assert.equal(told.code, 1);
  assert.match(told.err, /is there already/);
  assert.equal(readFileSync(path, 'utf8'), 'mine');
  assert.equal((await site.run(['person', 'export', person.personId])).code, 2);
});
