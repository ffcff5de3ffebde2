import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Declarations } from '../../kernel/policy/declarations.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { leftFieldsSchema, parseFields } from './field-values.ts';

const words = { ru: 'Поле', en: 'Field', uk: 'Поле' };
const field = (id: string, type: Declarations['fields'][number]['type']) => ({
  id,
  type,
  category: 'pd:Name',
  required: false,
  words,
  why: words,
  retentionDays: null,
  legalBasis: null,
});
const declarations = {
  fields: [
    field('name', 'name'),
    field('email', 'email'),
    field('phone', 'phone'),
    field('address', 'address'),
    field('country', 'country'),
    field('birth-date', 'date'),
    field('passport', 'document-number'),
    field('note', 'text'),
    { ...field('colour', 'choice'), choices: [{ id: 'red', words }] },
  ],
} as unknown as Declarations;

const parse = (left: unknown) => parseFields(declarations, leftFieldsSchema.parse(left));
const kept = (name: string, given: unknown) => parse({ [name]: given })[0]?.plaintext;

/** @param part Of an address, where one of its parts is what is wrong. */
function refused(name: string, given: unknown, part = ''): void {
  assert.throws(
    () => parse({ [name]: given }),
    (error: unknown) => {
      assert.ok(error instanceof Refusal, String(error));
      assert.equal(error.code, 'invalid');
      assert.equal(error.detail.field, `fields.${name}${part}`);
      if (typeof given === 'string' && given.length > 3)
        assert.ok(!error.message.includes(given), 'it repeats the value');
      return true;
    },
    `${name} must be refused`,
  );
}

test('a value that shows as another one is refused, whichever character hides in it', () => {
  for (const hidden of [
    '\u0000',
    '\u0007',
    '\u001b',
    '\u007f',
    '\u0085', // controls
    '\u061c',
    '\u200b',
    '\u200e',
    '\u200f',
    '\u2060',
    '\ufeff',
    '\ufff9', // seen by nobody
    '\u202a',
    '\u202e',
    '\u2066',
    '\u2069', // turn the text around
    '\u2028',
    '\u2029', // line and paragraph separators
    '\u115f',
    '\u3164',
    '\uffa0',
    '\u2800', // blanks that count as letters
    '\ue000',
    '\u{f0000}',
    '\ufdd0',
    '\u{e0041}', // private, noncharacter, tag
    '\ud800', // half of a pair
  ]) {
    refused('name', `Ada${hidden}Lovelace`);
    refused('note', `Ada${hidden}Lovelace`);
    refused('address', { town: `Ky${hidden}iv`, country: 'UA' });
  }
});

test('a name of one line stays one line: what could begin a header is refused', () => {
  for (const given of ['Ada\nBcc: x@example.org', 'Ada\r\nX: y', 'Ada\tLovelace']) refused('name', given);
  refused('address', { town: 'Kyiv\nLviv', country: 'UA' });
  assert.equal(kept('note', 'one\r\ntwo\tthree'), 'one\ntwo\tthree', 'a text may have lines');
});

test('two spellings of one text become one value', () => {
  assert.equal(kept('name', 'Андрии\u0306'), 'Андрий'.normalize('NFC'));
  assert.equal(kept('name', ' Ada\u00a0\u2003 Lovelace '), 'Ada Lovelace');
  assert.equal(kept('name', 'Love\u00adlace'), 'Lovelace');
});

test('names of every script are kept as they were left', () => {
  for (const name of [
    'Olena Пчілка',
    "O'Brien-Łukasiewicz",
    'Нұрсұлтан',
    '李小龍',
    'ภาคภูมิ',
    'محمد',
    'می\u200cخواهم',
    'क्\u200dष',
    'Nguyễn Thị Hằng',
    'X Æ A-12',
  ]) {
    assert.equal(kept('name', name), name.normalize('NFC'));
  }
});

test('stacked marks that would cover the page around them are refused', () => {
  refused('name', `Z${'\u0335'.repeat(5)}algo`);
});

test('joiners alone, at an end or among digits make no second spelling', () => {
  for (const name of ['\u200dAda', 'Ada\u200c', 'Ada \u200d Lovelace', '1\u200d2']) refused('name', name);
});

test('each type takes its own form and refuses the rest', () => {
  for (const [name, given, expected] of [
    ['email', 'Ada@Example.org', 'Ada@Example.org'],
    ['phone', '+380 44 123-45-67', '+380441234567'],
    ['country', 'UA', 'UA'],
    ['birth-date', '2000-02-29', '2000-02-29'],
    ['passport', 'АБ 123456', 'АБ 123456'],
    ['colour', 'red', 'red'],
    ['address', { country: 'UA', town: 'Київ', street: '' }, '{"country":"UA","town":"Київ"}'],
    [
      'address',
      { country: 'UA', town: 'Київ', postcode: '01001' },
      '{"country":"UA","postcode":"01001","town":"Київ"}',
    ],
    ['address', { country: 'AE', town: 'Dubai', postcode: '7' }, '{"country":"AE","postcode":"7","town":"Dubai"}'],
  ] as const) {
    assert.equal(kept(name, given), expected);
  }
  for (const [name, given] of [
    ['email', 'ada@localhost'],
    ['email', 'ada@exa mple.org'],
    ['phone', '044 123 45 67'],
    ['country', 'XX'],
    ['country', 'ua'],
    ['birth-date', '2001-02-29'],
    ['birth-date', '1899-12-31'],
    ['passport', 'AB<script>'],
    ['colour', 'blue'],
    ['name', 'x'.repeat(141)],
    ['address', 'Kyiv, UA'],
    ['address', { town: 'Kyiv', country: 'XX' }],
    ['address', { street: 'Main 1', town: ' ', country: 'UA' }],
  ] as const) {
    refused(name, given);
  }
  refused('address', { town: 'Київ', country: 'UA', postcode: '1001' }, '.postcode');
  refused('address', { town: 'Leeds', country: 'GB', postcode: '01001' }, '.postcode');
});

test('a field that is not declared is refused, and an empty one counts as not left', () => {
  refused('shoe-size', '42');
  assert.deepEqual(parse({ name: ' \u00a0\n', address: { town: ' ', country: '  ' } }), []);
});

test('whatever is typed, what is kept is in one form, and reading it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('name', 'note'), (given, name) => {
      let once: string | undefined;
      try {
        once = kept(name, given);
      } catch (error) {
        assert.ok(error instanceof Refusal);
        return;
      }
      if (once === undefined) return;
      assert.equal(once, once.normalize('NFC').trim());
      assert.doesNotMatch(once, /[\p{Cs}\u202e\u200b]/u);
      assert.equal(kept(name, once), once);
    }),
    { numRuns: 2000 },
  );
});
