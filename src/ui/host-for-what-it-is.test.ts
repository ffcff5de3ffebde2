import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostForWhatItIs, hostToShow } from './host-for-what-it-is.ts';

const ascii = (address: string) => new URL(address).host;

test('a host of one script is shown in it, and one that could pass for another as what it is', () => {
  assert.equal(hostForWhatItIs(ascii('https://example.org/')), 'example.org');
  assert.equal(hostForWhatItIs(ascii('https://кристалл.рф/')), 'кристалл.рф');
  assert.equal(hostForWhatItIs(ascii('https://пример.укр/')), 'пример.укр');
  // Every letter of the first label is Cyrillic, and it reads like a Latin name.
  assert.match(hostForWhatItIs(ascii('https://аррӏе.com/')), /^xn--[a-z0-9-]+\.com$/);
  // One Cyrillic letter among Latin ones.
  assert.match(hostForWhatItIs(ascii('https://exаmple.org/')), /^xn--/);
  assert.match(hostForWhatItIs(ascii('https://login.кристалл.рф/')), /xn--/);
});

test('a text that names another site than the one it leads to is corrected beside it', () => {
  assert.equal(hostToShow('bad.example', 'https://bank.example/sign-in'), 'bad.example');
  assert.equal(hostToShow('bad.example', 'bank.example'), 'bad.example');
  assert.equal(hostToShow('bank.example', 'bank.example'), null);
  assert.equal(hostToShow('www.bank.example', 'bank.example'), null);
  assert.equal(hostToShow('bank.example', 'Our bank'), null);
  assert.equal(hostToShow('bank.example', 'v. 1.5 of the rules'), null);
  assert.match(hostToShow(ascii('https://exаmple.org/'), 'example.org') ?? '', /^xn--/);
  assert.match(hostToShow(ascii('https://exаmple.org/'), 'Our bank') ?? '', /^xn--/);
});
