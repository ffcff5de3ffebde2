import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../../root.ts';
import { type LetterPlace, readLetter } from './read-letter.ts';

const FOLDER = join(root, 'test/letters');

test('returned messages of Postfix, Exim, Exchange and Gmail, complaints, answers of programs and of people are told apart', async () => {
  const files = readdirSync(FOLDER);
  assert.ok(files.length >= 30);
  for (const file of files) {
    const [name = '', expected] = file.split('.');
    const place: LetterPlace = name.startsWith('arf')
      ? 'complaints'
      : /reply|vacation|challenge/.test(name)
        ? 'reply'
        : 'back';
    const text = readFileSync(join(FOLDER, file), 'utf8').replace(/\r?\n/g, '\r\n');
    const letter = await readLetter(Buffer.from(text), place);
    assert.equal(letter.kind === 'returned' ? `returned-${letter.as}` : letter.kind, expected, file);
  }
});

test('any letter to the address for stops is a stop, but for answers of programs and returned messages', async () => {
  const letter = (more: string) => Buffer.from(`From: a@b.example\r\nSubject: x\r\n${more}\r\nPlease.\r\n`);
  assert.equal((await readLetter(letter(''), 'stop')).kind, 'stop');
  assert.equal((await readLetter(letter('Auto-Submitted: auto-replied\r\n'), 'stop')).kind, 'auto-reply');
});

test('huge and malformed letters say nothing and break nothing', async () => {
  const endless = 'x: '.repeat(80_000);
  const deep = Array.from(
    { length: 3000 },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}`,
  ).join('\r\n');
  const letters = [
    '',
    '\0\0\0',
    endless,
    deep,
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n',
    `Content-Type: multipart/report; boundary="b"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed${'\r\n '.repeat(50_000)}`,
    `From: a@b.example\r\nContent-Type: text/html\r\n\r\n${'<'.repeat(200_000)}`,
    `From: a@b.example\r\n\r\n${'\n'.repeat(200_000)}`,
    'Content-Type: text/plain; charset=no-such-charset\r\n\r\n\xff\xfe',
  ];
  for (const text of letters) {
    const { kind } = await readLetter(Buffer.from(text, 'latin1'), 'back');
    assert.ok(kind === 'other' || kind === 'returned', kind);
  }
});
