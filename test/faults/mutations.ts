import fc from 'fast-check';

/** Where every property begins; print it, set it again, and the same things are tried. */
export const FUZZ_SEED = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Something right that was damaged in up to eight places: the odd inputs are those that are nearly right. */
export function mutationsOf(seeds: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const change = fc.record({
    how: fc.constantFrom('flip', 'cut', 'double', 'insert', 'end', 'splice'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.constantFrom(1, 2, 7, 32, 300),
    piece: fc.constantFrom(...PIECES),
    bit: fc.integer({ min: 0, max: 7 }),
  });
  const changed = fc.tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 8 }));
  return changed.map(([seed, changes]) => changes.reduce<Buffer>((bytes, one) => apply(bytes, one), seed));
}

interface Change {
  readonly how: string;
  readonly at: number;
  readonly length: number;
  readonly piece: string;
  readonly bit: number;
}

function apply(bytes: Buffer, { how, at, length, piece, bit }: Change): Buffer {
  const from = Math.floor(bytes.length * at);
  const [head, middle, tail] = [
    bytes.subarray(0, from),
    bytes.subarray(from, from + length),
    bytes.subarray(from + length),
  ];
  switch (how) {
    case 'flip':
      return Buffer.from(bytes.map((byte, index) => (index === from ? byte ^ (1 << bit) : byte)));
    case 'cut':
      return Buffer.concat([head, tail]);
    case 'double':
      return Buffer.concat([head, middle, middle, tail]);
    case 'end':
      return head;
    case 'splice':
      return Buffer.concat([tail, head]);
    default:
      return Buffer.concat([head, Buffer.from(piece), middle, tail]);
  }
}

const PIECES = [
  ...[
    '\0',
    '\n',
    '\r\n',
    '\n\n',
    '  ',
    '\t',
    '"',
    "'",
    '`',
    '\\',
    '/',
    '..',
    '#',
    '|',
    '---',
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
  ],
  ...[
    '-1',
    '0',
    '1e999',
    '99999999999999999999',
    'NaN',
    'null',
    '__proto__',
    'constructor',
    '{}',
    '[]',
    '=',
    '==',
    '+',
  ],
  ...[
    '\u2028',
    '\u202e',
    '\ufeff',
    '\ud800',
    'İ',
    'ß',
    '💡',
    'é',
    '%00',
    '%ff',
    '<',
    '<<',
    '>',
    '&amp;',
    '--',
    ';',
    '\x1b',
  ],
  ...['('.repeat(400), '['.repeat(400), '> '.repeat(400), '*'.repeat(400), 'a'.repeat(5000)],
];
