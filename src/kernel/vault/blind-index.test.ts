import assert from 'node:assert/strict';
import { createCipheriv, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { openTestDatabase } from '../../../test/testkit/database.ts';
import { inventKeys } from '../../../test/testkit/keys.ts';
import { createBlindIndex } from './blind-index.ts';
import { type Keys, makeKeys } from './keys.ts';
import { pseudonymFor } from './pseudonym.ts';
import { personsByTags, removeTags, writeTags } from './store.ts';

const keys = inventKeys(randomUUID());
const index = createBlindIndex(keys);
const tag = (of: Keys, name: 'email' | 'phone' | 'account', text: string) =>
  createBlindIndex(of)
    .tags(name, text)
    .map((made) => made.tag.toString('hex'))
    .join();

test('one identifier has one tag however it is written, and another identifier another', () => {
  assert.equal(tag(keys, 'email', 'Anna@Example.ORG'), tag(keys, 'email', ' anna@example.org'));
  assert.notEqual(tag(keys, 'email', 'anna+shop@example.org'), tag(keys, 'email', 'anna@example.org'));
  assert.equal(tag(keys, 'phone', '+38 (044) 123-45-67'), tag(keys, 'phone', '+380441234567'));
  assert.equal(tag(keys, 'account', 'abcd-efgh'), tag(keys, 'account', 'ABCDEFGH'));
});

test('a tag says nothing without the key, across indexes, sites and epochs', () => {
  const [another, text] = [inventKeys(keys.siteId), '380441234567'];
  assert.notEqual(tag(keys, 'email', 'a@example.org'), tag(another, 'email', 'a@example.org'));
  assert.notEqual(tag(keys, 'account', text), tag(keys, 'phone', `+${text}`));
  assert.notEqual(
    tag(keys, 'email', 'a@example.org'),
    tag({ ...keys, siteId: randomUUID() }, 'email', 'a@example.org'),
  );
});

test('text that is no such identifier has no tag', () => {
  for (const text of ['', 'anna', 'a@b', '380441234567']) assert.deepEqual(index.tags('email', text), []);
  assert.deepEqual(index.tags('phone', '0441234567'), []);
});

test('while an epoch turns an identifier has a tag of each', () => {
  const bytes = (at: number) => Buffer.alloc(32, at);
  const names = [
    'epoch-0001',
    'epoch-0002',
    'index-0002',
    'index-0001',
    'index',
    'sign-in',
    'stop-list',
    'pseudonym',
    'ledger',
  ];
  const turning = makeKeys(keys.siteId, new Map(names.map((name, at) => [name, bytes(at)])));
  assert.equal(turning.epoch, 2);
  const tags = createBlindIndex(turning).tags('email', 'a@example.org');
  assert.deepEqual(
    tags.map(({ epoch }) => epoch),
    [1, 2],
  );
  const [former, newest] = tags;
  assert.ok(former !== undefined && newest !== undefined);
  assert.notDeepEqual(former.tag, newest.tag);
  // Renewing one tells what the other is, and nobody had to be asked for the address again.
  assert.deepEqual(createBlindIndex(turning).renewed(former), newest);
  assert.deepEqual(createBlindIndex(turning).renewed(newest), newest);
});

test('tags find everyone who left the identifier, and nobody any more once they are removed', async () => {
  await using database = await openTestDatabase();
  const { db } = database;
  const [anna, boris] = [randomUUID(), randomUUID()].sort() as [string, string];
  const shared = index.tags('email', 'family@example.org');
  await db.transaction((tx) => writeTags(tx, anna, 'email', shared));
  await db.transaction((tx) => writeTags(tx, boris, 'email', shared));
  assert.deepEqual(await personsByTags(db, 'email', shared), [anna, boris]);
  assert.deepEqual(await personsByTags(db, 'phone', shared), []);
  await db.transaction((tx) => writeTags(tx, boris, 'email', index.tags('email', 'boris@example.org')));
  assert.deepEqual(await personsByTags(db, 'email', shared), [anna]);
  await db.transaction((tx) => removeTags(tx, anna, 'email'));
  assert.deepEqual(await personsByTags(db, 'email', shared), []);
});

test('a tag is wrapped as RFC 3394 says: the vector of its section 4.5', () => {
  const bytes = (hex: string) => Buffer.from(hex, 'hex');
  const cipher = createCipheriv(
    'id-aes256-wrap',
    bytes('000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F'),
    Buffer.alloc(8, 0xa6),
  );
  const wrapped = Buffer.concat([
    cipher.update(bytes('00112233445566778899AABBCCDDEEFF0001020304050607')),
    cipher.final(),
  ]);
  assert.deepEqual(wrapped, bytes('A8F9BC1612C68B3FF6E6F4FBE30E71E4769C8B80A32CB8958CD5D17D6B254DA1'));
});

test('a pseudonym is one for a person and an outsider, and of no use to compare outsiders', () => {
  const person = randomUUID();
  const shop = pseudonymFor(keys, 'service:shop', person);
  assert.match(shop, /^[a-z2-7]{26}$/);
  assert.equal(pseudonymFor(keys, 'service:shop', person), shop);
  assert.notEqual(pseudonymFor(keys, 'service:forum', person), shop);
  assert.notEqual(pseudonymFor(keys, 'service:shop', randomUUID()), shop);
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (a, b) => {
      assert.equal(pseudonymFor(keys, 'x', a) === pseudonymFor(keys, 'x', b), a === b);
    }),
  );
});
