import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkPolicy } from './check.ts';
import { fixtureActs } from './fixtures/acts.ts';
import { fixtureSource } from './fixtures/policy.ts';
import { openFloor } from './floor.ts';
import headings from './headings.json' with { type: 'json' };
import { languageOfFile, readMarkdownText, splitSections } from './markdown-text.ts';
import { SECTIONS } from './names.ts';
import { makeVersion } from './version.ts';

const whole = `

## **Политика лампового магазина.**

Оставляя данные, Вы соглашаетесь с ней.

### **Защита данных**

Никому не передаём. Сайт [www.example.org](http://www.example.org).

### 2. Получение персональной информации:

Имя и адрес.

### **Использование персональной информации**

Для доставки.

### **Коммуникация**

Пишем редко.

#### Отказ

В любой момент.

### **Ссылки**

Чужие сайты — чужие.

### БЕЗОПАСНОСТЬ УЧЁТНОЙ ЗАПИСИ

Защищаем вход.

### **Уведомления об изменениях**

Следите сами.`;

const inForce = makeVersion(fixtureSource(), fixtureActs);
const approval = { by: 'Ada', at: new Date('2026-01-02T03:04:05Z') };
const read = (text: string) => readMarkdownText(text, { file: 'p.ru.md', language: 'ru', inForce, approval });

test('a Markdown text publishes with the rules and declarations in force, its words to the letter', () => {
  const { source, problems } = read(whole);
  assert.deepEqual(problems, []);
  assert.ok(source);
  const parts = { acts: fixtureActs, floor: openFloor(fixtureActs), shipped: fixtureSource().sections.use.examples };
  assert.deepEqual(checkPolicy(source, parts), []);
  const version = makeVersion(source, fixtureActs);
  assert.deepEqual([version.rules, version.declarations], [inForce.rules, inForce.declarations]);
  assert.equal(SECTIONS.map((section) => version.words[section]).join(''), whole);
  assert.match(version.words.agreement, /Политика лампового магазина[\s\S]*Оставляя данные/);
  assert.match(version.words.communication, /Отказ\n\nВ любой момент/);
  assert.deepEqual(version.translations, {});
  assert.equal(version.approved.sections.use?.by, 'Ada');
});

test('a text whose agreement has a heading of its own keeps its title, too', () => {
  const text = `# Title\n\n${SECTIONS.map((section) => `## ${headings[section].en[0]}\n\nText of ${section}.\n\n`).join('')}`;
  const { texts, problems } = splitSections(text, 'p.en.md');
  assert.deepEqual(problems, []);
  assert.equal(SECTIONS.map((section) => texts.get(section)).join(''), text);
});

test('the sections are found in any order, language and spelling of their headings, and nothing is lost', () => {
  const heading = fc.record({
    number: fc.constantFrom('', '3. ', '§ 2 ', 'IV. ', '1.2) '),
    bold: fc.boolean(),
    upper: fc.boolean(),
    end: fc.constantFrom('', '.', ':', ' …'),
    language: fc.constantFrom('ru', 'en', 'uk'),
    pick: fc.nat(),
  });
  const order = fc.shuffledSubarray([...SECTIONS], { minLength: 8 });
  fc.assert(
    fc.property(
      order,
      fc.array(heading, { minLength: 8, maxLength: 8 }),
      fc.integer({ min: 1, max: 5 }),
      (sections, looks, depth) => {
        const parts = sections.map((section, index) => {
          const look = looks[index];
          assert.ok(look);
          const names = headings[section][look.language as 'ru'];
          const name = names[look.pick % names.length] ?? '';
          const said = look.upper ? name.toUpperCase() : name;
          const line = look.bold ? `**${look.number}${said}${look.end}**` : `${look.number}${said}${look.end}`;
          return `${'#'.repeat(depth)} ${line}\n\nwords of ${section}\n\n`;
        });
        const { texts, problems } = splitSections(parts.join(''), 'p.md');
        assert.deepEqual(problems, []);
        for (const [index, section] of sections.entries()) assert.equal(texts.get(section), parts[index]);
      },
    ),
  );
});

test('no heading variant belongs to two sections', () => {
  for (const language of ['ru', 'en', 'uk'] as const) {
    const all = SECTIONS.flatMap((section) => headings[section][language]);
    assert.equal(new Set(all.map((one) => one.toLowerCase())).size, all.length);
  }
});

const cases: [string, string, RegExp][] = [
  [
    'a heading that names no section',
    whole.replace('### **Ссылки**', '### **Наши скидки**'),
    /^p\.ru\.md:27: .*«Наши скидки» names none/,
  ],
  [
    'a section twice',
    whole.replace('### **Ссылки**', '### **Безопасность**'),
    /^p\.ru\.md:3[0-9]: .*`security` stands twice/,
  ],
  [
    'a section missing',
    whole.replace(/### \*\*Ссылки\*\*[\s\S]*?(?=###)/, ''),
    /sections are missing: links \(«Ссылки»\)/,
  ],
  ['a second title', `# Ещё\n\n# Один\n\n${whole}`, /names none of the eight/],
  ['no headings', 'Просто текст.', /headings of the sections were expected/],
];
for (const [name, text, expected] of cases) {
  test(`refused with the line: ${name}`, () => {
    const { source, problems } = read(text);
    assert.equal(source, null);
    assert.ok(
      problems.some((one) => expected.test(String(one))),
      problems.join('\n'),
    );
  });
}

test('a text in a language that is not binding is refused', () => {
  const { problems } = readMarkdownText(whole, { file: 'p.uk.md', language: 'uk', inForce, approval });
  assert.match(String(problems[0]), /the binding language of the site is `ru`/);
});

test('the language is told by the name of the file', () => {
  assert.deepEqual(['policy.ru.md', 'a/b.UK.md', 'policy.md', 'policy.fr.md', 'x.en.markdown'].map(languageOfFile), [
    'ru',
    'uk',
    null,
    null,
    'en',
  ]);
});
