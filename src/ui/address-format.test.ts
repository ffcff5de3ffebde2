import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, partsInOrder } from './address-format.ts';
import { countryChoices } from './countries.ts';

test('an address stands as on an envelope of its own country', () => {
  const lines = (country: string, postcode: string) =>
    linesOf({ street: 'S', building: '7', town: 'T', region: 'R', postcode, country });
  assert.deepEqual(lines('UA', '01001'), ['S, 7', 'T', 'R', '01001']);
  assert.deepEqual(lines('DE', '10115'), ['S, 7', '10115 T', 'R']);
  assert.deepEqual(lines('US', '10001'), ['S, 7', 'T, R 10001']);
});

test('in every country each part is asked once, and nothing that was left goes missing', () => {
  for (const { code: country } of countryChoices.en) {
    assert.deepEqual([...partsInOrder(country)].sort(), ['building', 'postcode', 'region', 'street', 'town'], country);
    const shown = linesOf({
      street: 'Sss',
      building: '77',
      town: 'Ttt',
      region: 'Rrr',
      postcode: '111',
      country,
    }).join();
    for (const part of ['Sss', '77', 'Ttt', 'Rrr', '111'])
      assert.ok(shown.toLowerCase().includes(part.toLowerCase()), `${country} ${part}`);
  }
});
