import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { packRow, unpackRows } from './packed-row.ts';

const bytes = (max: number) => fc.uint8Array({ maxLength: max }).map((array) => Buffer.from(array));

test('values are read again as they were packed, also several behind one another', () => {
  const personKey = { epoch: 3, wrapped: Buffer.alloc(60, 7) };
  const personId = '018f6d2e-0000-4000-8000-000000000000';
  const row = fc.record(
    {
      personId: fc.constant(personId),
      recordId: fc.uuid(),
      field: fc.string({ unit: 'grapheme', maxLength: 40 }),
      version: fc.nat(2 ** 31 - 1),
      role: fc.constant('value' as const),
      sealed: bytes(300),
      createdAt: fc.date({ noInvalidDate: true }),
      personKey: fc.constant(personKey),
      valueKey: fc.record({ epoch: fc.nat(9999), wrapped: bytes(60) }, { noNullPrototype: true }),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 5 }), (rows) => {
      const packed = Buffer.concat(rows.map(packRow));
      const key = { personId, personKeyEpoch: personKey.epoch, personKeyWrapped: personKey.wrapped };
      assert.deepEqual(unpackRows({ ...key, packed }), rows);
    }),
  );
});
