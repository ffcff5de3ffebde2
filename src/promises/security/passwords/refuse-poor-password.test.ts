import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../../../kernel/refusal.ts';
import { refusePoorPassword } from './refuse-poor-password.ts';

const isRefused = (password: string, known: readonly string[] = []) => {
  try {
    refusePoorPassword(password, known);
    return false;
  } catch (error) {
    assert.ok(error instanceof Refusal && error.code === 'invalid');
    assert.ok(!error.message.includes(password), 'a refusal never repeats the password');
    return true;
  }
};

test('a password that anybody would try first is refused (ASVS 6.2.4)', () => {
  for (const password of [
    'passwordpassword',
    'football20242024',
    '1234567890123456',
    'aaaaaaaaaaaaaaaaaaaa',
    'abcabcabcabcabcabc',
    'qwertyuiopasdfghjkl',
    'йцукенгшщзхъфывапролдж',
    '!!!!baseball!!!!',
    'PASSWORDpassword',
  ]) {
    assert.ok(isRefused(password), password);
  }
});

test('a password made of the words the account is known by is refused (ASVS 6.2.11)', () => {
  const known = ['anna.lampova@mail.example', '+380501234567', 'k7m2-pd9x-4rt8', 'Лампы и свет'];
  for (const password of ['annalampova2024', 'Anna-Lampova-123', 'лампысветлампы1', 'k7m2pd9x4rt8k7m2']) {
    assert.ok(isRefused(password, known), password);
  }
});

test('a phrase of a few words is taken in any script, and no kinds of characters are asked for (ASVS 6.2.5)', () => {
  const known = ['anna.lampova@mail.example', '+380501234567'];
  for (const password of [
    'correct horse battery staple',
    'тихий омут зимой белый',
    'зелений чай о шостій ранку',
    'onlysmalllettershere',
    'a sentence with my name anna in it',
  ]) {
    assert.equal(isRefused(password, known), false, password);
  }
});

test('a password shorter than fifteen characters is refused, counted in characters and not in bytes', () => {
  assert.ok(isRefused('тихий омут зим'));
  assert.equal(isRefused('тихий омут зимо'), false);
});
