import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, counted, sayAmount } from './numbers.ts';

const ENTRIES = counted({ one: 'запись', few: 'записи', many: 'записей', other: 'записи' });

test('a counted noun takes the form its number asks for', () => {
  const said = [1, 2, 5, 11, 21, 22, 112].map((n) => count('ru', n, ENTRIES).replace('\u00a0', ' '));
  assert.deepEqual(said, ['1 запись', '2 записи', '5 записей', '11 записей', '21 запись', '22 записи', '112 записей']);
  assert.equal(count('en', 1, { one: 'entry', other: 'entries' }), '1\u00a0entry');
});

test('an amount keeps its currency as a code and its digits', () => {
  assert.equal(sayAmount('1250.50', 'UAH', 'ru').replaceAll('\u00a0', ' '), '1 250,50 UAH');
  assert.equal(sayAmount('1250.50', 'EUR', 'en').replaceAll('\u00a0', ' '), 'EUR 1,250.50');
  assert.throws(() => sayAmount('12,50', 'UAH', 'ru'), /decimal with a point/);
});
