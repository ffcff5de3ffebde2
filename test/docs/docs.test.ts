import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { runCommand } from '../../src/edge/cli.ts';
import { SECTIONS } from '../../src/kernel/policy/names.ts';
import { allActs } from '../../src/promises/all-acts.ts';
import { root } from '../../src/root.ts';
import { describeSettings } from '../../src/settings.ts';
import { block, type Document, fileAt, read, readDocuments, table, untils, writeWhenAsked } from './documents.ts';

const documents = readDocuments();
const AGAIN = 'write it anew with `node tools/test.mjs --write docs`';

/** Code of a document: what stands between fences and between single backticks. */
function codeOf({ text }: Document): readonly string[] {
  const fenced = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, code = '']) => code.split('\n'));
  const inline = [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...fenced, ...inline];
}

/** Paragraphs that speak of what is still to come. */
function announced({ text }: Document): readonly string[] {
  return text.split('\n\n').filter((paragraph) => untils(paragraph).length > 0);
}

function missing(document: Document, wrong: readonly string[]): readonly string[] {
  return wrong.map((one) => `${document.path}: ${one}`);
}

test('every link between the documents leads to a file', () => {
  const broken = documents.flatMap((document) => {
    const links = [...document.text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to.replace(/#.*$/, ''));
    const relative = links.filter((to) => to !== '' && !/^[a-z]+:/.test(to));
    return missing(
      document,
      relative.filter((to) => !existsSync(join(root, dirname(document.path), to))),
    );
  });
  assert.deepEqual(broken, []);
});

test('every document is in English and, where people who publish need it, in Russian', () => {
  const russian = documents.filter(({ path }) => path.startsWith('docs/ru/')).map(({ path }) => path);
  for (const path of russian)
    assert(existsSync(join(root, path.replace('docs/ru/', 'docs/'))), `${path} has an original`);
  for (const name of ['operating', 'publishing', 'promises']) assert(russian.includes(`docs/ru/${name}.md`), name);
});

test('a file that a document names is there', () => {
  const FOLDERS = /^(src|policy|migrations|test|tools|docs|seed|examples|bin|packaging)\/[\w./-]+$/;
  const wrong = documents.flatMap((document) => {
    const expected = announced(document);
    const named = codeOf(document).filter((code) => FOLDERS.test(code) && !/NNNN/.test(code));
    const gone = named.filter((path) => !existsSync(join(root, path)));
    return missing(
      document,
      gone.filter((path) => !expected.some((paragraph) => paragraph.includes(path))),
    );
  });
  assert.deepEqual(wrong, []);
});

test('no document names a place of the machine it was written on', () => {
  const personal = new RegExp(['/home/', '/root/', '/tmp/', '/Users/', `${dirname(join(root, 'x'))}`].join('|'));
  assert.deepEqual(
    documents.filter(({ text }) => personal.test(text)).map(({ path }) => path),
    [],
  );
});

test('every command that a document shows is one of the program', async () => {
  const usage = (await help()).map((line) => line.split(' '));
  const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
  const wrong = documents.flatMap((document) => {
    const expected = announced(document);
    const bad = codeOf(document).filter((code) => {
      if (expected.some((paragraph) => paragraph.includes(code))) return false;
      const [, npm] = /^npm (?:run )?([a-z-]+)/.exec(code) ?? [];
      if (npm !== undefined) return !scripts.includes(npm) && !['ci', 'pack', 'install'].includes(npm);
      const [, words] = /(?:npx kristalux|bin\/kristalux\.mjs) ([a-z][a-z -]*)/.exec(code) ?? [];
      if (words === undefined) return false;
      const [command = '', what] = words.trim().split(' ');
      const forms = usage.filter(([name]) => name === command);
      const takesWord = forms.some(([, second]) => /^[a-z]+$/.test(second ?? ''));
      return forms.length === 0 || (takesWord && what !== undefined && !forms.some(([, second]) => second === what));
    });
    return missing(document, bad);
  });
  assert.deepEqual(wrong, []);
});

async function help(): Promise<readonly string[]> {
  const lines: string[] = [];
  await runCommand(['help'], { env: {}, out: (line) => lines.push(line), err: () => {} });
  return lines.filter((line) => line.startsWith('  kristalux ')).map((line) => line.replace('  kristalux ', ''));
}

function operating(): Document {
  const found = documents.find(({ path }) => path === 'docs/operating.md');
  assert(found, 'docs/operating.md is there');
  return found;
}

test('the table of settings is what the program reads', async () => {
  const rows = describeSettings().map((one) => [
    `\`${one.name}\``,
    one.default ? `\`${one.default}\`` : '',
    one.type,
    one.sentence,
  ]);
  const settings = table(['Setting', 'Default', 'Must be', 'What it means'], rows);
  const commands = ['```', ...(await help()).map((line) => `npx kristalux ${line}`), '```'].join('\n');
  const here = operating();
  const written = block(here, 'settings')?.replaced(settings) ?? '';
  const both = block({ ...here, text: written }, 'commands')?.replaced(commands) ?? '';
  writeWhenAsked(here.path, both);
  assert.equal(read(here.path), both, AGAIN);
});

test('the Russian table of settings has the same settings and defaults', () => {
  const rows = [...read('docs/ru/operating.md').matchAll(/^\| `([A-Z_]+)` \| (\S+) \|/gm)];
  const told = rows.map(([, name, fallback]) => [name, fallback === '—' ? '' : fallback?.replaceAll('`', '')]);
  assert.deepEqual(
    told,
    describeSettings().map((one) => [one.name, one.default ?? '']),
  );
});

test('what is said not to be there yet is not there', () => {
  const untrue = documents.flatMap((document) => {
    const arrived = untils(document.text).filter(({ path, holds }) => {
      const file = fileAt(path);
      return file !== undefined && (holds === undefined || read(file).includes(holds));
    });
    return missing(
      document,
      arrived.map(({ line }) => line),
    );
  });
  assert.deepEqual(untrue, [], 'these lines were true until their file came; say now what there is');
});

for (const section of SECTIONS) {
  test(`the README of the promise ${section} lists its acts as they are`, () => {
    const path = `src/promises/${section}/README.md`;
    const document = documents.find((one) => one.path === path);
    assert(document, `${path} is there`);
    const files = filesBelow(`src/promises/${section}`).filter((one) => /(?<!\.test)\.ts$/.test(one));
    const own = allActs.flatMap((act) => {
      const file = files.find((one) => names(read(one), act.name));
      return file === undefined ? [] : [{ act, file: file.replace(`src/promises/${section}/`, '') }];
    });
    const rows = own.map(({ act, file }) => [
      `[\`${act.name}\`](${file})`,
      act.askers.join(', '),
      act.recipients.join(', '),
      act.facts.map(({ name }) => `\`${name}\``).join(' '),
      act.words.en,
    ]);
    const acts =
      rows.length === 0 ? 'None yet.' : table(['Act', 'Who asks', 'Who receives', 'Facts', 'In words'], rows);
    const written = block(document, 'acts')?.replaced(acts) ?? '';
    writeWhenAsked(path, written);
    assert.equal(read(path), written, AGAIN);
  });
}

test('every act is in the README of some promise', () => {
  const told = SECTIONS.map((section) => read(`src/promises/${section}/README.md`)).join('\n');
  assert.deepEqual(
    allActs.filter(({ name }) => !told.includes(`[\`${name}\`]`)).map(({ name }) => name),
    [],
  );
});

function names(text: string, act: string): boolean {
  return /define(Act|Opening|Recording|Making)\(/.test(text) && text.includes(`name: '${act}'`);
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}
