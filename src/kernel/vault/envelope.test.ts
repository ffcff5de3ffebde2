import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gcm } from '@noble/ciphers/aes.js';
import fc from 'fast-check';
import { referenceKeys, referenceOpen, referenceSeal } from '../../../test/testkit/reference-envelope.ts';
import { salamander } from '../../../test/testkit/salamander.ts';
import { root } from '../../root.ts';
import { type Random, systemRandom } from '../ids.ts';
import { type Place, ROLES, valueContext } from './context.ts';
import { EnvelopeError, openEnvelope, sealEnvelope } from './envelope.ts';

interface Vector {
  readonly name: string;
  readonly key: string;
  readonly salt: string;
  readonly context: string;
  readonly message: { readonly text: string } | { readonly repeat: string; readonly length: number };
  readonly sealed?: string;
  readonly sealedLength: number;
  readonly sealedSha256: string;
}
const file = readFileSync(join(root, 'test/vectors/envelope.json'), 'utf8');
const { vectors } = JSON.parse(file) as { vectors: readonly Vector[] };

const hex = (text: string) => Buffer.from(text, 'hex');
const messageOf = ({ message }: Vector) =>
  'text' in message ? Buffer.from(message.text) : Buffer.alloc(message.length, message.repeat);
const always = (bytes: Buffer): Random => ({ ...systemRandom, bytes: () => bytes });
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((b) => Buffer.from(b));

test('the vectors that another implementation wrote are sealed to the same bytes and open', () => {
  assert.ok(vectors.length >= 8);
  for (const vector of vectors) {
    const sealed = sealEnvelope(hex(vector.key), hex(vector.context), messageOf(vector), always(hex(vector.salt)));
    assert.equal(sealed.length, vector.sealedLength, vector.name);
    assert.equal(createHash('sha256').update(sealed).digest('hex'), vector.sealedSha256, vector.name);
    if (vector.sealed !== undefined) assert.equal(sealed.toString('hex'), vector.sealed);
    assert.deepEqual(openEnvelope(hex(vector.key), hex(vector.context), sealed), messageOf(vector));
  }
});

test('either implementation opens what the other sealed, for any message and context', () => {
  const message = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((b) => Buffer.from(b)),
    fc.integer({ min: 16300, max: 33000 }).map((length) => randomBytes(length)),
  );
  fc.assert(
    fc.property(bytes(32), bytes(24), fc.uint8Array({ maxLength: 80 }), message, (key, salt, context, plaintext) => {
      const ours = sealEnvelope(key, Buffer.from(context), plaintext, always(salt));
      assert.deepEqual(Buffer.from(referenceSeal(key, salt, context, plaintext)), ours);
      assert.deepEqual(Buffer.from(referenceOpen(key, context, ours)), Buffer.from(plaintext));
    }),
    { numRuns: 40 },
  );
});

test('neither implementation opens a vector of what is wrong', () => {
  const { wrong } = JSON.parse(readFileSync(join(root, 'test/vectors/envelope-wrong.json'), 'utf8')) as {
    wrong: readonly { name: string; key: string; context: string; sealed: string }[];
  };
  assert.ok(wrong.length >= 11);
  for (const { name, key, context, sealed } of wrong) {
    assert.throws(() => openEnvelope(hex(key), hex(context), hex(sealed)), EnvelopeError, name);
    assert.throws(() => referenceOpen(hex(key), hex(context), hex(sealed)), name);
  }
});

test('a value of ten megabytes is sealed and opened', () => {
  const [key, plaintext] = [randomBytes(32), randomBytes(10 * 1024 * 1024)];
  const sealed = sealEnvelope(key, Buffer.alloc(0), plaintext, systemRandom);
  assert.ok(openEnvelope(key, Buffer.alloc(0), sealed).equals(plaintext));
});

test('the same value sealed twice gives nothing in common', () => {
  const key = randomBytes(32);
  const [one, two] = [1, 2].map(() => sealEnvelope(key, Buffer.alloc(0), Buffer.from('same'), systemRandom));
  for (let at = 0; at + 4 <= 72; at += 4) assert.notDeepEqual(one?.subarray(at, at + 4), two?.subarray(at, at + 4));
});

test('a changed bit anywhere, a cut anywhere and anything appended is refused', () => {
  const [key, context] = [randomBytes(32), Buffer.from('place')];
  const sealed = sealEnvelope(key, context, randomBytes(20_000), systemRandom);
  const refused = (changed: Buffer) => assert.throws(() => openEnvelope(key, context, changed), EnvelopeError);
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.nat(7), (at, bit) => {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ (1 << bit);
      refused(changed);
      refused(sealed.subarray(0, at));
    }),
  );
  refused(Buffer.concat([sealed, Buffer.alloc(1)]));
  refused(Buffer.concat([sealed, sealed.subarray(56)]));
});

test('a cut at the end of a full chunk is a truncation, not a shorter value', () => {
  const key = randomBytes(32);
  const sealed = sealEnvelope(key, Buffer.alloc(0), Buffer.alloc(40_000), systemRandom);
  for (const chunks of [0, 1, 2]) {
    assert.throws(() => openEnvelope(key, Buffer.alloc(0), sealed.subarray(0, 56 + chunks * 16_400)), EnvelopeError);
  }
});

test('a last chunk of full length is refused even when whoever made it held the key', () => {
  const [key, salt] = [randomBytes(32), randomBytes(24)];
  const { chunkKey, nonceOf, commitment } = referenceKeys(key, salt, Buffer.alloc(0));
  const full = gcm(chunkKey, nonceOf(0)).encrypt(new Uint8Array(16_384));
  const forged = Buffer.concat([salt, commitment, full]);
  assert.throws(() => openEnvelope(key, Buffer.alloc(0), forged), /truncated/);
});

test('chunks in another order, doubled or left out are refused', () => {
  const key = randomBytes(32);
  const sealed = sealEnvelope(key, Buffer.alloc(0), randomBytes(40_000), systemRandom);
  const head = sealed.subarray(0, 56);
  const [a, b, c] = [0, 1, 2].map((n) => sealed.subarray(56 + n * 16_400, 56 + (n + 1) * 16_400)) as [
    Buffer,
    Buffer,
    Buffer,
  ];
  for (const chunks of [[b, a, c], [a, a, c], [a, c], [b, c], [c], [a, b, b, c]]) {
    assert.throws(() => openEnvelope(key, Buffer.alloc(0), Buffer.concat([head, ...chunks])), EnvelopeError);
  }
});

test('another key does not open', () => {
  const [key, other] = [randomBytes(32), randomBytes(32)];
  const sealed = sealEnvelope(key, Buffer.alloc(0), Buffer.from('+380441234567'), systemRandom);
  assert.throws(() => openEnvelope(other, Buffer.alloc(0), sealed), /another key/);
});

test('a ciphertext that plain AES-GCM opens under two keys opens under one at most', () => {
  const [key, other, salt] = [randomBytes(32), randomBytes(32), randomBytes(24)];
  const [one, two] = [key, other].map((each) => referenceKeys(each, salt, Buffer.alloc(0)));
  assert.ok(one !== undefined && two !== undefined);
  const gcmKey = ({ chunkKey, nonceOf }: typeof one) => ({ key: chunkKey, nonce: nonceOf(0) });
  const forged = salamander(gcmKey(one), gcmKey(two));
  const [first, second] = [one, two].map(({ chunkKey, nonceOf }) => gcm(chunkKey, nonceOf(0)).decrypt(forged));
  assert.notDeepEqual(first, second);

  const withOnes = Buffer.concat([salt, one.commitment, forged]);
  assert.deepEqual(openEnvelope(key, Buffer.alloc(0), withOnes), Buffer.from(first ?? []));
  assert.throws(() => openEnvelope(other, Buffer.alloc(0), withOnes), /another key/);
  const withTwos = Buffer.concat([salt, two.commitment, forged]);
  assert.throws(() => openEnvelope(key, Buffer.alloc(0), withTwos), /another key/);
});

test('a value opens at the very place it was sealed for and at no other', () => {
  const text = fc.string({ minLength: 0, maxLength: 6, unit: 'binary' });
  const place: fc.Arbitrary<Place> = fc.record({
    siteId: text,
    personId: text,
    field: text,
    recordId: text,
    version: fc.integer({ min: 1, max: 30 }),
    role: fc.constantFrom(...ROLES),
  });
  const key = randomBytes(32);
  fc.assert(
    fc.property(place, place, (sealedFor, openedAs) => {
      const sealed = sealEnvelope(key, valueContext(sealedFor), Buffer.from('value'), systemRandom);
      const open = () => openEnvelope(key, valueContext(openedAs), sealed).toString();
      // Text is compared as UTF-8: lone surrogates are one and the same there.
      const asBytes = (given: Place) => Buffer.from(JSON.stringify(given));
      if (asBytes(sealedFor).equals(asBytes(openedAs))) assert.equal(open(), 'value');
      else assert.throws(open, EnvelopeError);
    }),
  );
});

test('what moves from one part of a place into its neighbour makes another context', () => {
  const place = { siteId: 's', personId: 'p', field: 'ab', recordId: 'c', version: 1, role: 'value' } as const;
  assert.notDeepEqual(valueContext(place), valueContext({ ...place, field: 'a', recordId: 'bc' }));
});
