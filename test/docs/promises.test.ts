import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { SECTIONS, type Section } from '../../src/kernel/policy/names.ts';
import { root } from '../../src/root.ts';
import { block, fileAt, read, table, writeWhenAsked } from './documents.ts';
import { rows } from './rows/rows.ts';

type Told = 'ru' | 'en';
const DOCUMENTS = { en: 'docs/promises.md', ru: 'docs/ru/promises.md' } as const;
const WORDS = {
  en: {
    head: ['', 'The policy says', 'What the server does', 'Where', 'Probe'],
    more: 'Further probes',
  },
  ru: {
    head: ['', 'В политике сказано', 'Что делает сервер', 'Где', 'Проверка'],
    more: 'Другие проверки',
  },
} as const;

/** The sentences of a section in one language, by their place: paragraph, sentence. */
function sentencesOf(section: Section, language: Told) {
  const text = read(`policy/${SECTIONS.indexOf(section) + 1}-${section}/${language}.md`);
  const [heading = '', ...paragraphs] = text.trim().split(/\n\n+/);
  const sentences = paragraphs.flatMap((paragraph, at) =>
    paragraph.split(/(?<=[.?!])\s+(?=[\p{Lu}«“])/u).map((words, i) => ({ place: `${at + 1}.${i + 1}`, words })),
  );
  return { heading: heading.replace(/^#+ /, ''), sentences };
}

const probes = new Set(SECTIONS.flatMap(probesOf));

/** Names of the probes that the section has. */
function probesOf(section: Section): readonly string[] {
  const folder = `src/promises/${section}`;
  const files = readdirSync(join(root, folder)).filter((name) => /^prove(-[a-z-]+)?\.ts$/.test(name));
  const texts = files.map((name) => read(`${folder}/${name}`)).filter((text) => text.includes('kernel/probe.ts'));
  return texts.flatMap((text) =>
    [...text.matchAll(/^ {2,4}name: '([a-z][a-z0-9-]+)',$/gm)].map(([, name = '']) => name),
  );
}

function link(where: string, document: string): string {
  const name = where.replace(/^.*\/(?=[^/]*\/[^/]*$)/, '');
  const file = fileAt(where);
  assert(file, `${where}, which a row names, is there`);
  return `[${name}](${relative(join(root, document, '..'), join(root, file))})`;
}

function tableOf(section: Section, language: Told): string {
  const { heading, sentences } = sentencesOf(section, language);
  const number = SECTIONS.indexOf(section) + 1;
  const cells = sentences.map(({ place, words }, i) => {
    const row = rows[section][i];
    assert(row, `the sentence «${words}» of ${section} has a row in test/docs/rows/${section}.ts`);
    return [
      `${number}.${place}`,
      words,
      row[language],
      (row.where ?? []).map((where) => link(where, DOCUMENTS[language])).join(', '),
      (row.probes ?? []).map((name) => `\`${name}\``).join(' '),
    ];
  });
  const more = probesOf(section).filter((name) => !rows[section].some((row) => row.probes?.includes(name)));
  const further =
    more.length === 0 ? '' : `\n\n${WORDS[language].more}: ${more.map((name) => `\`${name}\``).join(', ')}.`;
  return `## ${number} ${heading}\n\n${table(WORDS[language].head, cells)}${further}`;
}

for (const section of SECTIONS) {
  test(`each sentence of the section ${section} has one row, and its translation stands at the same place`, () => {
    const { sentences } = sentencesOf(section, 'en');
    const begun = sentences.map(({ words }, i) => words.startsWith(rows[section][i]?.starts ?? '?') || words);
    assert.deepEqual(
      begun.filter((one) => one !== true),
      [],
      `put these in order in test/docs/rows/${section}.ts`,
    );
    assert.equal(rows[section].length, sentences.length, 'no row is left over');
    assert.deepEqual(
      sentencesOf(section, 'ru').sentences.map(({ place }) => place),
      sentences.map(({ place }) => place),
    );
  });
}

test('each sentence that the server keeps is shown by a probe that there is', () => {
  const wrong = SECTIONS.flatMap((section) =>
    rows[section].flatMap(({ starts, where = [], probes: named = [] }) => [
      ...named.filter((name) => !probes.has(name)).map((name) => `${section}: ${starts}…: there is no ${name}`),
      ...(where.length > 0 && named.length === 0 ? [`${section}: ${starts}…: nothing shows it`] : []),
    ]),
  );
  assert.deepEqual(wrong, []);
});

for (const language of ['en', 'ru'] as const) {
  test(`the document of promises in ${language} says what is there`, () => {
    const path = DOCUMENTS[language];
    const document = { path, text: read(path) };
    const tables = SECTIONS.map((section) => tableOf(section, language)).join('\n\n');
    const written = block(document, 'promises')?.replaced(tables) ?? '';
    writeWhenAsked(path, written);
    assert.equal(read(path), written, 'write it anew with `node tools/test.mjs --write docs/promises`');
  });
}
