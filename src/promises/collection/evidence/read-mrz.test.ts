import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusedAs } from '../../../../test/testkit/refused-as.ts';
import { compareMrz } from './compare-mrz.ts';
import { readMrz } from './read-mrz.ts';

const TODAY = new Date('2026-11-22');
const TD3 = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';
const TD2 = 'I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6';
const TD1 = 'I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<';

test('the specimens of ICAO Doc 9303 are read: passport, and cards of both sizes', () => {
  for (const [lines, layout] of [
    [TD3, 'TD3'],
    [TD2, 'TD2'],
    [TD1, 'TD1'],
  ] as const) {
    assert.deepEqual(readMrz(lines, TODAY), {
      layout,
      state: 'UTO',
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
      birthDate: '1974-08-12',
    });
  }
});

test('one sign that was misread is noticed, wherever a check digit stands for it', () => {
  const [first = '', second = ''] = TD3.split('\n');
  for (const at of [3, 9, 13, 18, 21, 27, 28, 42, 43]) {
    const wrong = second[at] === '1' ? '2' : '1';
    const lines = `${first}\n${second.slice(0, at)}${wrong}${second.slice(at + 1)}`;
    assert.throws(
      () => readMrz(lines, TODAY),
      refusedAs('invalid', ({ detail }) => assert.equal(detail.field, 'mrz.digits')),
    );
  }
});

test('what has not the form of these lines is told apart from a wrong digit', () => {
  for (const lines of ['', 'hello', TD3.slice(0, -1), `${TD3}\n${TD3}`, TD3.replace('ANNA', 'ÀNNA')]) {
    assert.throws(
      () => readMrz(lines, TODAY),
      refusedAs('invalid', ({ detail }) => assert.equal(detail.field, 'mrz')),
    );
  }
});

test('typed small, with blanks or with angle quotes for fillers, the lines are the same', () => {
  const typed = ` ${TD3.toLowerCase().replace('<<', '«<').replace('l898902c3', 'l8989 02c3')} \r\n\r\n`;
  assert.equal(readMrz(typed, TODAY).surname, 'ERIKSSON');
});

test('the internal passport of Russia writes its own letters and no day of expiry', () => {
  const head = 'PNRUSLAMPOVA<<7LI8<SERGEEVNA'.padEnd(44, '<');
  const lines = `${head}\n${withDigits('451234567', 'RUS', '840229', 'F', '<<<<<<', '8150210770123<')}`;
  const read = readMrz(lines, TODAY);
  assert.deepEqual([read.surname, read.givenNames, read.birthDate], ['ЛАМПОВА', 'ЮЛИЯ СЕРГЕЕВНА', '1984-02-29']);
  assert.equal(compareMrz(read, 'name', 'Юлия Лампова'), 'same');
});

test('the card of Ukraine is read, and its Latin name is that of the Ukrainian spelling', () => {
  const number = '000123456';
  const top = `IDUKR${number}${digit(number)}1984022900017<<`;
  const birth = `840229${digit('840229')}`;
  const expiry = `340101${digit('340101')}`;
  const whole = digit(`${top.slice(5)}${birth}${expiry}${'<'.repeat(11)}`);
  const lines = `${top}\n${birth}F${expiry}UKR${'<'.repeat(11)}${whole}\n${'LAMPOVA<<YULIIA'.padEnd(30, '<')}`;
  const read = readMrz(lines, TODAY);
  assert.equal(read.state, 'UKR');
  assert.equal(compareMrz(read, 'name', 'Лампова Юлія'), 'same');
  assert.equal(compareMrz(read, 'name', 'Лампова Ганна'), 'differs');
  assert.equal(compareMrz(read, 'date', '1984-02-29'), 'same');
  assert.equal(compareMrz(read, 'date', '1984-02-28'), 'differs');
  assert.equal(compareMrz(read, 'address', 'anything'), undefined);
});

// Reckoned here once more, from the text of the standard.
function digit(signs: string): number {
  const worth = (sign: string) => (sign === '<' ? 0 : Number.parseInt(sign, 36));
  return [...signs].reduce((sum, sign, at) => sum + worth(sign) * (at % 3 === 0 ? 7 : at % 3 === 1 ? 3 : 1), 0) % 10;
}

function withDigits(number: string, state: string, birth: string, sex: string, expiry: string, optional: string) {
  const left = `${number}${digit(number)}`;
  const born = `${birth}${digit(birth)}`;
  const right = `${expiry}<${optional}${digit(optional)}`;
  return `${left}${state}${born}${sex}${right}${digit(`${left}${born}${right}`)}`;
}
