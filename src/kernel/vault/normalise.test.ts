import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { root } from '../../root.ts';
import { normaliseAccountName } from './normalise-account-name.ts';
import { normaliseEmail } from './normalise-email.ts';
import { normalisePhone } from './normalise-phone.ts';

type Vectors = Readonly<Record<string, readonly (readonly [string, string | null])[]>>;
const vectors = JSON.parse(readFileSync(join(root, 'test/vectors/normalise.json'), 'utf8')) as Vectors;
const NORMALISERS = { 'email/v1': normaliseEmail, 'phone/v1': normalisePhone, 'account/v1': normaliseAccountName };

for (const [id, normalise] of Object.entries(NORMALISERS)) {
  test(`${id} gives its vectors, which never change`, () => {
    const own = vectors[id] ?? [];
    assert.ok(own.length >= 6);
    for (const [text, normal] of own) assert.equal(normalise(text) ?? null, normal, JSON.stringify(text));
  });
}

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const addressLike = fc
  .tuple(fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }), anyText), fc.domain())
  .map(([local, domain]) => `${local}@${domain}`);

test('a normal form is its own normal form', () => {
  for (const normalise of Object.values(NORMALISERS)) {
    const same = (text: string) => {
      const normal = normalise(text);
      if (normal !== undefined) assert.equal(normalise(normal), normal);
    };
    fc.assert(fc.property(fc.oneof(anyText, addressLike), same), { numRuns: 2000 });
  }
});

test('every letter of the first two planes of Unicode in a local part is stable, seen, and no second at sign or dot', () => {
  for (let point = 0; point <= 0x1_ffff; point++) {
    const letter = String.fromCodePoint(point);
    const normal = normaliseEmail(`a${letter}b@example.org`);
    if (normal === undefined) continue;
    assert.equal(normaliseEmail(normal), normal, point.toString(16));
    assert.equal(normal.split('@').length, 2, point.toString(16));
    const cased = [letter.toUpperCase(), letter.toLowerCase()].map((other) => normaliseEmail(`a${other}b@example.org`));
    if (!'ıI'.includes(letter)) assert.deepEqual(cased, [normal, normal], point.toString(16));
  }
});

test('what is typed in a normal address survives: dots, plus and every ASCII sign that may stand there', () => {
  const local = fc.string({ unit: fc.constantFrom(..."abz019!#$%&'*+/=?^_`{|}~-"), minLength: 1, maxLength: 60 });
  fc.assert(fc.property(local, (text) => assert.equal(normaliseEmail(`${text}@example.org`), `${text}@example.org`)));
});

test('a domain that is written plainly is the one that it is when it is not', () => {
  const label = fc.string({ unit: fc.constantFrom(...'abxn019-'), maxLength: 12 });
  const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
  const alike = (domain: string) =>
    assert.equal(normaliseEmail(`a@${domain}`), normaliseEmail(`a@${domain.toUpperCase()}`));
  fc.assert(fc.property(fc.oneof(host, fc.domain()), alike), { numRuns: 3000 });
  for (const domain of [
    'a.0x1',
    'a.1',
    'a.xn--b',
    'xn--a.org',
    'xn--mnchen-3ya.de',
    'a..b',
    '-a.org',
    'a.b-',
    'ab--c.org',
  ])
    alike(domain);
});
