import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { declarationsSchema } from '../src/kernel/policy/declarations.ts';
import { SECTIONS } from '../src/kernel/policy/names.ts';
import { LANGUAGES, type Language } from '../src/kernel/words.ts';
import { root } from '../src/root.ts';

const FOLDERS = SECTIONS.map((section, index) => `${index + 1}-${section}`);
const DECLARATIONS = ['site', 'fields', 'forms', 'aggregates', 'services', 'providers', 'grounds', 'thresholds'];

const read = (...path: readonly string[]) => readFileSync(join(root, ...path), 'utf8');
const words = (folder: string, language: Language) => read('policy', folder, `${language}.md`);
const json = (...path: readonly string[]): unknown => JSON.parse(read(...path));
const shipped = () =>
  Object.fromEntries(DECLARATIONS.map((name) => [name, json('policy', 'declarations', `${name}.json`)]));

/** Each text of the policy in one language: the words, the sentences of the examples, the words of the declarations. */
function textsIn(language: Language): readonly (readonly [where: string, text: string])[] {
  const prose = FOLDERS.map((folder) => [`${folder}/${language}.md`, words(folder, language)] as const);
  const examples = FOLDERS.map((folder) => {
    const lines = read('policy', folder, 'examples.md').split('\n');
    return [`${folder}/examples.md`, lines.filter((line) => line.startsWith(`- ${language}: `)).join('\n')] as const;
  });
  const declared: string[] = [];
  JSON.stringify(
    [shipped(), json('seed/declarations/services.json'), json('seed/declarations/providers.json')],
    (key, value) => {
      if (key === language) declared.push(String(value));
      return value;
    },
  );
  return [...prose, ...examples, ['declarations', declared.join('\n')]];
}

test('every section of the policy speaks in three languages, each beginning with its one heading', () => {
  for (const folder of FOLDERS) {
    for (const language of LANGUAGES) {
      const text = words(folder, language);
      assert.match(text, /^## \S.*\n\n\S/, `${folder}/${language}.md begins with a heading`);
      assert.equal(text.match(/^#/gm)?.length, 1, `${folder}/${language}.md has one heading`);
      assert.ok(text.endsWith('.\n'), `${folder}/${language}.md ends with a sentence`);
    }
  }
});

test('no two sections of one language have the same heading', () => {
  for (const language of LANGUAGES) {
    const headings = FOLDERS.map((folder) => words(folder, language).split('\n', 1)[0]);
    assert.equal(new Set(headings).size, SECTIONS.length);
  }
});

test('a translation has the paragraphs and the placeholders of the binding text, in the same order', () => {
  const shape = (text: string) =>
    text
      .trim()
      .split('\n\n')
      .map((paragraph) => paragraph.match(/\{[^}]*\}/g) ?? []);
  for (const folder of FOLDERS) {
    for (const language of LANGUAGES) {
      assert.deepEqual(shape(words(folder, language)), shape(words(folder, 'ru')), `${folder}/${language}.md`);
    }
  }
});

test('the words name nothing of the site but its name, address, country and contact', () => {
  for (const [where, text] of LANGUAGES.flatMap(textsIn)) {
    for (const [name] of text.matchAll(/\{[^}]*\}/g))
      assert.match(name, /^\{site\.(name|address|country|contact)\}$/, where);
  }
});

test('a section can be read in one go: at most 2,500 characters', () => {
  for (const [where, text] of LANGUAGES.flatMap(textsIn).filter(([where]) => where.endsWith('.md'))) {
    if (!where.endsWith('examples.md')) assert.ok(text.length <= 2500, `${where} has ${text.length}`);
  }
});

test('each language is written in its own letters', () => {
  const foreign: Record<Language, RegExp> = { ru: /[іїєґ]/i, en: /\p{Script=Cyrillic}/u, uk: /[ыэъё]/i };
  for (const language of LANGUAGES) {
    for (const [where, text] of textsIn(language))
      assert.doesNotMatch(text, foreign[language], `${where} in ${language}`);
  }
});

test('the Russian text uses the one word for each thing, and none of the words that would mislead', () => {
  const all = textsIn('ru')
    .map(([, text]) => text.toLowerCase())
    .join('\n');
  for (const word of [
    'выписк',
    'отказ от рассылки',
    'не разрешено',
    'требования подтвердить личность',
    'запрет сообщать',
  ]) {
    assert.ok(all.includes(word), `«${word}» is used`);
  }
  const misleading = /(?<!\p{L})(квитанци|чек(?!\p{L})|пользовател|клиент|доказано|подтверждение регистрации|сервис)/u;
  assert.doesNotMatch(all, misleading);
});

test('each rule quotes a sentence that stands in the words, and a section without rules says why', () => {
  const sentences = FOLDERS.map((folder) => words(folder, 'en')).join('\n');
  for (const folder of FOLDERS) {
    const rules = read('policy', folder, 'rules.cedar');
    for (const [, quoted = ''] of rules.matchAll(/^\/\/ "(.*)"/gm)) {
      assert.ok(sentences.includes(quoted), `${folder}/rules.cedar quotes: ${quoted}`);
    }
    const blocks = rules.split(/\n\n+/).filter((block) => block.includes('@id('));
    for (const block of blocks) assert.match(block, /^\/\/ ".*"[\s\S]*@id\(/m, `${folder}: a rule without a sentence`);
    if (blocks.length === 0) assert.match(rules, /^\/\/ nothing to enforce: \S+ \S+ \S+/, folder);
  }
});

test('version 1 speaks for nobody: the site is unnamed and no service, provider or ground is declared', () => {
  const { site, services, providers, grounds, thresholds, fields } = declarationsSchema.parse(shipped());
  const { languages, ...said } = site;
  assert.deepEqual(languages, ['ru', 'en', 'uk']);
  assert.deepEqual([...new Set(Object.values(said))], [null]);
  assert.deepEqual([services, providers, grounds], [[], [], []]);
  assert.deepEqual(thresholds, {
    minimumGroup: 20,
    rounding: 5,
    aggregateDays: 7,
    presenceMinutes: 5,
    grantMinutes: 15,
  });
  assert.ok(
    fields.every((field) => field.legalBasis === null),
    'the product supplies no legal basis',
  );
});

test('the declarations of the demonstration fit the shipped fields, and its provider is on this machine', () => {
  const { providers, services } = declarationsSchema.parse({
    ...shipped(),
    services: json('seed/declarations/services.json'),
    providers: json('seed/declarations/providers.json'),
  });
  assert.deepEqual(
    services.map((one) => one.id),
    ['shop'],
  );
  for (const provider of providers) assert.equal(new URL(provider.address).hostname, 'localhost');
});
