import assert from 'node:assert/strict';
import { test } from 'node:test';
import { behaviourOf } from './behaviour-diff.ts';
import { diffPolicies } from './diff.ts';
import { fixtureActs } from './fixtures/acts.ts';
import { fixtureFiles, fixtureSource } from './fixtures/policy.ts';
import { openFloor } from './floor.ts';
import { openBody } from './open-version.ts';
import { PolicyProblem } from './policy-problem.ts';
import { reportBehaviour, reportDiff, reportProblems, reportVersions } from './report.ts';
import { makeVersion } from './version.ts';

const parts = { floor: openFloor(fixtureActs), acts: fixtureActs };
const open = (changes: Record<string, string> = {}) => openBody(makeVersion(fixtureSource(changes), fixtureActs));

test('a difference reads in words, behaviour and settings, each under its head', () => {
  const after = open({
    '4-use/ru.md': fixtureFiles['4-use/ru.md']?.replace('получает имя', 'получает телефон') ?? '',
    '2-protection/rules.cedar': '// nothing to enforce: no officer here\n',
    'declarations/thresholds.json': '{"minimumGroup":30,"rounding":5,"presenceMinutes":5,"grantMinutes":15}',
  });
  const { lines } = reportDiff(diffPolicies(open(), after, parts), 'ru');
  assert.deepEqual(lines, [
    'Слова',
    '  4-use',
    '    Банк получает [-имя-]{+телефон+}.',
    '',
    'Что сервер делает',
    '  Больше не разрешено: сотрудник по правовым запросам produces data (ru) («a court order (ru)»); поля: «name (ru)», «phone (ru)»; получатель: орган власти; когда kindOfGround (ru): «order», и groundFound (ru).',
    '',
    'Что заявлено',
    '  пороги → наименьшая группа в сводках: 20 → 30',
    '',
    'Примеры, от которых отказались (−) и к которым вернулись (+)',
    '  без изменений',
  ]);
});

test('no difference, and a difference in looks alone, are said in one sentence', () => {
  assert.deepEqual(reportDiff(diffPolicies(open(), open(), parts), 'en').lines, ['Nothing changed.']);
  const looks = open({ '6-links/rules.cedar': `${fixtureFiles['6-links/rules.cedar']}// more\n` });
  assert.equal(reportDiff(diffPolicies(open(), looks, parts), 'uk').lines[0], 'Змінився лише вигляд, а не зміст.');
});

test('problems, versions and the matrix are lines for people and data for programs', () => {
  const problem = new PolicyProblem('4-use/rules.cedar', 3, 'use', 'what is wrong');
  assert.deepEqual(reportProblems([problem], './policy'), {
    lines: ['4-use/rules.cedar:3: what is wrong', '1 to put right in ./policy'],
    json: [{ file: '4-use/rules.cedar', line: 3, section: 'use', message: 'what is wrong' }],
  });
  assert.match(reportProblems([], './policy').lines[0] ?? '', /hold together/);
  const bytes = Buffer.alloc(32, 1);
  const [line] = reportVersions([
    { number: 2, digest: bytes, meaning: bytes, publishedAt: new Date(0), publishedBy: 'host' },
  ]).lines;
  assert.equal(line, `2  1970-01-01T00:00:00.000Z  ${'01'.repeat(32)}  by host`);
  assert.deepEqual(reportVersions([]).lines, ['no policy has been published yet']);
  const { lines } = reportBehaviour(behaviourOf(open(), parts), 'en');
  assert.ok(lines.includes('1-agreement: Allowed: any visitor registers; when countryGiven, and policyLinkShown.'));
  assert.ok(
    lines.includes(
      '1-agreement: Allowed: the person concerned sees their own data; fields: “name”, “phone”; recipient: the person concerned; always.',
    ),
  );
});
