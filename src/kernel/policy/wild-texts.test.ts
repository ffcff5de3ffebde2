import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixtureActs } from './fixtures/acts.ts';
import { fixtureSource } from './fixtures/policy.ts';
import headings from './headings.json' with { type: 'json' };
import { readMarkdownText } from './markdown-text.ts';
import { SECTIONS, type Section } from './names.ts';
import { openBody } from './open-version.ts';
import { makeVersion } from './version.ts';
import { wordsDiff } from './words-diff.ts';

// Policies as sites have them: what is in them besides plain sentences must neither be lost nor stop a publication, and
// what cannot be told apart is refused with the line.
const inForce = makeVersion(fixtureSource(), fixtureActs);
const approval = { by: 'Ada', at: new Date('2026-01-02T03:04:05Z') };
const read = (text: string) => readMarkdownText(text, { file: 'p.ru.md', language: 'ru', inForce, approval });
const text = (inside: (section: Section) => string) =>
  SECTIONS.map((section) => `## ${headings[section].ru[0]}\n\n${inside(section)}\n\n`).join('');
const published = (source: string) => {
  const read_ = read(source);
  assert.deepEqual(read_.problems, []);
  assert(read_.source !== null);
  return openBody(makeVersion(read_.source, fixtureActs));
};

test('lists in lists, tables, HTML and notes are kept to the letter and can be compared', () => {
  const nested = Array.from({ length: 12 }, (_, depth) => `${'  '.repeat(depth)}- пункт уровня ${depth}`).join('\n');
  const table = '| Данные | Зачем |\n| --- | --- |\n| имя | обращаться |';
  const html = '<div class="note"><b>Важно</b><script>alert(1)</script></div>';
  const wild = text(() => `${nested}\n\n${table}\n\n${html}\n\n> цитата\n\n\`код\` и сноска[^1]\n\n[^1]: сноска`);
  const version = published(wild);
  assert.equal(SECTIONS.map((section) => version.words[section]).join(''), wild);
  const other = published(wild.replaceAll('пункт уровня 11', 'пункт глубины 11'));
  const changed = wordsDiff(version.words, other.words, 'ru').filter((section) => section.changed);
  assert.equal(changed.length, SECTIONS.length);
});

test('a byte-order mark and Windows line ends are no part of the words', () => {
  const plain = text((section) => `Слова раздела ${section}.`);
  const windows = `\ufeff${plain.replaceAll('\n', '\r\n')}`;
  assert.deepEqual(published(windows).words, published(plain).words);
});

test('three languages in one text are told apart nowhere: the second heading of a section is refused with its line', () => {
  const three = SECTIONS.map(
    (section) => `## ${headings[section].ru[0]}\n\nСлова.\n\n## ${headings[section].en[0]}\n\nWords.\n\n`,
  ).join('');
  const { source, problems } = read(three);
  assert.equal(source, null);
  assert.equal(problems[0]?.line, 5);
  assert.match(String(problems[0]), /`agreement` stands twice/);
});

test('headings in several languages over one text each are understood', () => {
  const mixed = SECTIONS.map(
    (section, index) => `## ${headings[section][(['ru', 'en', 'uk'] as const)[index % 3] ?? 'ru'][0]}\n\nСлова.\n\n`,
  ).join('');
  assert.deepEqual(read(mixed).problems, []);
});

test('a text without headings, or with a heading that names no section, is refused and says why', () => {
  assert.match(
    read('Мы никому ничего не передаём.\n'.repeat(500)).problems.join(),
    /headings of the sections were expected/,
  );
  const { problems } = read(`${text(() => 'Слова.')}## Файлы cookie\n\nМы их не ставим.\n`);
  assert.equal(problems.length, 1);
  assert.equal(problems[0]?.line, 33);
});

test('headings underlined instead of marked, numbered, in bold, in capitals or with a colon are the same headings', () => {
  const shapes = [
    (said: string) => `${said}\n${'-'.repeat(said.length)}`,
    (said: string) => `## 3. ${said}`,
    (said: string) => `## **${said}**`,
    (said: string) => `## ${said.toUpperCase()}:`,
    (said: string) => `## § 4.1 ${said} ##`,
  ];
  const mixed = SECTIONS.map(
    (section, index) => `${shapes[index % shapes.length]?.(headings[section].ru[0] ?? '')}\n\nСлова.\n\n`,
  ).join('');
  assert.deepEqual(read(mixed).problems, []);
});

test('a long text is taken as it is', () => {
  const sentence = 'Мы храним данные ровно столько, сколько нужно для того, о чём Вы попросили. ';
  const long = text((section) => `${section}: ${sentence.repeat(400)}`);
  assert(long.length > 200_000);
  const version = published(long);
  assert.equal(SECTIONS.map((section) => version.words[section]).join(''), long);
});
