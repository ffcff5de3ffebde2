import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { canonical } from '../canonical.ts';
import { Refusal } from '../refusal.ts';
import { copyPolicy } from './copy.ts';
import { fixtureActs } from './fixtures/acts.ts';
import { fixtureFiles, fixtureSource } from './fixtures/policy.ts';
import { readPolicyFolder } from './folder.ts';
import { openBody, openVersion, type VersionRow } from './open-version.ts';
import { digestOf, makeVersion, meaningOf, preparePublication, type VersionBody } from './version.ts';

const versionOf = (changes: Record<string, string | null> = {}) => makeVersion(fixtureSource(changes), fixtureActs);

const site = (changes: object) => ({
  'declarations/site.json': JSON.stringify({ ...JSON.parse(fixtureFiles['declarations/site.json'] ?? ''), ...changes }),
});

function row(body: VersionBody, number = 1): VersionRow {
  return {
    number,
    digest: Buffer.from(digestOf(body), 'hex'),
    meaning: Buffer.from(meaningOf(body), 'hex'),
    publishedAt: new Date(0),
    publishedBy: 'host',
    body: canonical(body),
  };
}

test('the digest is the SHA-256 of the canonical words, rules, declarations and vocabulary, as anybody can compute it', () => {
  const stored = JSON.parse(canonical(versionOf()));
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([k, v]) => [k, sorted(v)]),
    );
  };
  const { words, rules, declarations, vocabulary } = stored;
  const text = JSON.stringify(sorted({ words, rules, declarations, vocabulary }));
  assert.equal(digestOf(stored), createHash('sha256').update(text).digest('hex'));
});

test('formatting changes the digest and not the meaning', () => {
  const before = versionOf();
  const after = versionOf({
    '4-use/ru.md': '# Использование персональной информации\n\n*Служба*\nполучает   адрес.\n\nБанк получает **имя**.\n',
    '4-use/rules.cedar': `// Другое замечание.\n${fixtureFiles['4-use/rules.cedar']?.replaceAll('\n', '\n\n  ')}`,
  });
  assert.notEqual(digestOf(after), digestOf(before));
  assert.equal(meaningOf(after), meaningOf(before));
});

const changes: [string, Record<string, string | null>][] = [
  ['a word', { '4-use/ru.md': fixtureFiles['4-use/ru.md']?.replace('имя', 'всё') ?? '' }],
  [
    'the target of a link',
    { '6-links/ru.md': '## Ссылки\n\nЗаявление касается только [этого сайта](https://example.org).\n' },
  ],
  ['a rule', { '4-use/rules.cedar': fixtureFiles['4-use/rules.cedar']?.replace(' && !context.restricted', '') ?? '' }],
  [
    'a declaration',
    { 'declarations/thresholds.json': '{"minimumGroup":21,"rounding":5,"presenceMinutes":5,"grantMinutes":15}' },
  ],
  ['the name of the site, through the words', site({ name: 'Лампы' })],
];
for (const [name, files] of changes) {
  test(`changing ${name} changes the meaning`, () => {
    assert.notEqual(meaningOf(versionOf(files)), meaningOf(versionOf()));
  });
}

test('a translation has its own digest and changes neither digest nor meaning of the version', () => {
  const before = versionOf();
  const after = versionOf({
    '4-use/en.md': '## Use\n\nSomething else.\n',
    '4-use/uk.md': '## Використання\n\nІнше.\n',
  });
  assert.equal(digestOf(after), digestOf(before));
  assert.notEqual(openBody(after).translations.en?.digest, openBody(before).translations.en?.digest);
  assert.deepEqual(Object.keys(openBody(after).translations.uk?.words ?? {}), ['use']);
  assert.equal(openBody(before).translations.uk, undefined);
});

test('placeholders are resolved at publication, and an absent name reads well where it stands', () => {
  const unnamed = versionOf();
  assert.match(unnamed.words.agreement, /соглашаетесь с Политикой сайта этот сайт\./);
  assert.match(unnamed.words.protection, /^Этот сайт не передаёт/m);
  const named = versionOf(site({ name: 'Лампы_и *свечи*', country: 'UA', contact: 'a_b@example.org' }));
  assert.match(named.words.protection, /^Лампы\\_и \\\*свечи\\\* не передаёт/m);
  assert.match(named.templates.ru?.protection ?? '', /^\{site\.name\} не передаёт/m);
});

test('a version in force is copied as a folder, and that folder makes the same version again', () => {
  const body = versionOf({ ...site({ name: 'Лампы' }), '4-use/uk.md': '## Використання\n\nІм’я.\n' });
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-copy-'));
  try {
    const files = copyPolicy(body, join(folder, 'policy'));
    assert.ok(files.every((file) => existsSync(join(folder, 'policy', file))));
    const { source, problems } = readPolicyFolder(join(folder, 'policy'));
    assert.deepEqual(problems, []);
    assert.ok(source);
    assert.equal(canonical(makeVersion(source, fixtureActs)), canonical(body));
    assert.equal(readFileSync(join(folder, 'policy/4-use/rules.cedar'), 'utf8'), fixtureFiles['4-use/rules.cedar']);
    assert.throws(
      () => copyPolicy(body, folder),
      (error) => error instanceof Refusal && error.code === 'conflict',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a publication has the next number and says whether anything but looks changed', () => {
  const first = preparePublication(fixtureSource(), null, fixtureActs);
  assert.deepEqual([first.number, first.change], [1, 'first']);
  const inForce = openVersion(row(versionOf(), 7));
  const looks = preparePublication(
    fixtureSource({ '6-links/ru.md': `${fixtureFiles['6-links/ru.md']}\n\n` }),
    inForce,
    fixtureActs,
  );
  assert.deepEqual([looks.number, looks.change], [8, 'formatting']);
  const more = preparePublication(fixtureSource(site({ name: 'Лампы' })), inForce, fixtureActs);
  assert.deepEqual([more.number, more.change, more.digest], [8, 'meaning', digestOf(JSON.parse(more.body))]);
  assert.throws(
    () => preparePublication(fixtureSource(), inForce, fixtureActs),
    /this is version 7, which is in force/,
  );
});

test('a stored version that was altered does not open', () => {
  const body = versionOf();
  const altered = {
    ...body,
    rules: { ...body.rules, links: '@id("links.all") permit (principal, action, resource);' },
  };
  assert.equal(openVersion(row(body)).rules.acts.get('askFields')?.permits.length, 1);
  assert.throws(() => openVersion({ ...row(body), body: canonical(altered) }), /version 1 is what was published/);
});
