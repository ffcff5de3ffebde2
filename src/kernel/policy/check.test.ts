import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { approve, sectionsToApprove, writeApproved } from './approve.ts';
import { checkPolicy } from './check.ts';
import { fixtureActs } from './fixtures/acts.ts';
import { fixtureFiles, fixtureFolder, fixtureSource } from './fixtures/policy.ts';
import { openFloor } from './floor.ts';
import { readPolicyFolder } from './folder.ts';

const floor = openFloor(fixtureActs);
const shipped = fixtureSource().sections.use.examples;
const parts = { acts: fixtureActs, floor, shipped };

function problemsOf(changes: Record<string, string | null>): string[] {
  using made = fixtureFolder(changes);
  const { source, problems } = readPolicyFolder(made.folder);
  return [...problems, ...(source ? checkPolicy(source, parts) : [])].map(String);
}

test('a whole, approved policy has no problems', () => {
  assert.deepEqual(problemsOf({}), []);
});

test('every mistake in a folder is told at once, with file, line and what was expected', () => {
  const told = problemsOf({
    '4-use/rules.cedar':
      '// Служба\n@id("use.a")\npermit (principal, action == Action::"askFields", resource)\nwhen { context.joinedByPersn };\n',
    '5-communication/rules.cedar': '\n\npermit (principal, action, resource;\n',
    'declarations/thresholds.json':
      '{\n  "minimumGroup": 2,\n  "rounding": 5,\n  "presenceMinutes": 5,\n  "grantMinutes": 15\n}\n',
    '6-links/ua.md': 'typo in the name',
  });
  assert.ok(
    told.some((line) => /^5-communication\/rules\.cedar:3: .*unexpected token/.test(line)),
    told.join('\n'),
  );
  assert.ok(
    told.some((line) => /^declarations\/thresholds\.json:2: `minimumGroup`: .*>=5/.test(line)),
    told.join('\n'),
  );
  assert.ok(
    told.some((line) => /^6-links\/ua\.md: not part of a policy; here belong ru\.md/.test(line)),
    told.join('\n'),
  );
  const [misspelt] = problemsOf({
    '4-use/rules.cedar':
      '// Служба\n@id("use.a")\npermit (principal, action == Action::"askFields", resource)\nwhen { context.joinedByPersn };\n',
    '4-use/examples.md': null,
  });
  assert.match(
    misspelt ?? '',
    /^4-use\/rules\.cedar:4: attribute `joinedByPersn` .* not found .*did you mean `joinedByPerson`/,
  );
});

const cases: [string, Record<string, string | null>, RegExp][] = [
  ['no words in the binding language', { '4-use/ru.md': null }, /^4-use\/ru\.md: the binding words/],
  ['a heading is no words', { '4-use/ru.md': '## Использование\n' }, /^4-use\/ru\.md: the binding words/],
  ['a section without rules', { '6-links/rules.cedar': '// links\n' }, /^6-links\/rules\.cedar: a rule or a line/],
  ['no reason why nothing is enforced', { '6-links/rules.cedar': '// nothing to enforce: none\n' }, /needs a reason/],
  [
    'a section that enforces nothing and holds rules',
    { '4-use/rules.cedar': `// nothing to enforce: we do not care\n${fixtureFiles['4-use/rules.cedar']}` },
    /holds rules all the same/,
  ],
  [
    'a rule of another section',
    { '6-links/rules.cedar': '@id("use.x") permit (principal, action, resource);' },
    /^6-links\/rules\.cedar:1: the rule needs @id\("links\.<name>"\)/,
  ],
  [
    'a rule named twice',
    { '6-links/rules.cedar': '@id("links.x") forbid (principal, action, resource);\n'.repeat(2) },
    /^6-links\/rules\.cedar:2: .*stands twice/,
  ],
  [
    'a rule that can never match',
    { '6-links/rules.cedar': '@id("links.x")\npermit (principal, action, resource) when { false };' },
    /^6-links\/rules\.cedar:1: .*impossible/,
  ],
  [
    'an operator that is not covered',
    { '6-links/rules.cedar': '@id("links.x")\npermit (principal, action, resource) when { 1 < 2 };' },
    /^6-links\/rules\.cedar:1: `<` cannot be used/,
  ],
  [
    'a category that no field has',
    { '6-links/rules.cedar': '@id("links.x")\npermit (principal, action, resource == Category::"pd:Nmae");' },
    /valid entity eids: "none", "pd:Name"/,
  ],
  [
    'a placeholder that stands for nothing',
    { '6-links/en.md': 'a\n{site.nmae}\n' },
    /^6-links\/en\.md:2: `\{site\.nmae\}` stands for nothing/,
  ],
  ['JSON that is none', { 'declarations/site.json': '{\n"name": nul\n}' }, /^declarations\/site\.json:2: a JSON value/],
  ['a missing declaration', { 'declarations/site.json': null }, /^declarations\/site\.json: this file was expected/],
  [
    'a purpose with an unknown field',
    {
      'declarations/services.json':
        '[{"id":"shop","words":{"ru":"a","en":"a","uk":"a"},\n"purposes":[{"id":"p","words":{"ru":"a","en":"a","uk":"a"},\n"fields":["nmae"]}]}]',
    },
    /^declarations\/services\.json:3: .*no field `nmae`/,
  ],
  [
    'an example without a language',
    {
      '6-links/examples.md':
        '## links.x\n- ru: a\n- en: b\n| asker | act | recipient | category | facts | answer |\n|-|-|-|-|-|-|\n| anyone | register | nobody | none | any | allowed |',
    },
    /needs a sentence in uk/,
  ],
];

for (const [name, changes, expected] of cases) {
  test(`the check refuses: ${name}`, () => {
    const told = problemsOf(changes);
    assert.ok(
      told.some((line) => expected.test(line)),
      told.join('\n'),
    );
  });
}

const head = '## use.x\n- ru: а\n- en: a\n- uk: а\n\n';
const table = '| asker | act | recipient | category | facts | answer |\n| - | - | - | - | - | - |\n';
const rows: [string, string, RegExp][] = [
  ['an answer that is neither', '| worker | handOverTransfer | bank | pd:Name | any | maybe |', /:8: the answer is/],
  [
    'an act that does not exist',
    '| worker | handOver | bank | pd:Name | any | refused |',
    /:8: .*there is no act `handOver`/,
  ],
  [
    'a fact that the act does not have',
    '| worker | handOverTransfer | bank | pd:Name | dealingOpen | refused |',
    /has no fact `dealingOpen`/,
  ],
  [
    'a list fact that is not stated',
    '| legal-officer | produce | authority | pd:Name | groundFound | allowed |',
    /must be stated: `kindOfGround=law\|order\|process`/,
  ],
  [
    'a category of an act that opens nothing',
    '| anyone | register | nobody | pd:Name | any | refused |',
    /is not what `register` opens/,
  ],
  ['an unknown asker', '| king | register | nobody | none | any | refused |', /there is no asker `king`/],
  ['five cells', '| anyone | register | nobody | none | refused |', /six cells/],
];

for (const [name, row, expected] of rows) {
  test(`an example is refused with: ${name}`, () => {
    const told = problemsOf({ '4-use/examples.md': `${head}${table}${row}\n` });
    assert.ok(
      told.some((line) => expected.test(line)),
      told.join('\n'),
    );
  });
}

test('an example that does not hold names its case and the rule that decided', () => {
  const row = '| worker | handOverTransfer | bank | pd:Name | any, confirmedByPerson | refused |';
  const told = problemsOf({ '4-use/examples.md': `${head}${table}${row}\n` });
  assert.deepEqual(told.length, 1);
  assert.match(
    told[0] ?? '',
    /^4-use\/examples\.md:8: example `use\.x`: worker handOverTransfer bank pd:Name \(fieldRequiredByProvider, confirmedByPerson, presenceWasFresh\) is allowed by `use\.transfer`$/,
  );
  const good =
    '| legal-officer | produce | authority | pd:Name, pd:OfficialID | any, kindOfGround=order, groundFound | allowed |';
  assert.deepEqual(problemsOf({ '4-use/examples.md': `${head}${table}${good}\n` }), []);
});

test('a shipped example holds although the operator deleted it, until it is dropped by name with a reason', () => {
  const open = '@id("use.no")\nforbid (principal, action == Action::"handOverTransfer", resource);\n';
  using made = fixtureFolder({ '4-use/rules.cedar': open, '4-use/examples.md': null });
  const told = () => {
    const { source } = readPolicyFolder(made.folder);
    assert.ok(source);
    return checkPolicy(source, parts).map(String);
  };
  assert.match(told().join('\n'), /example `use\.bank-gets-the-name`: .* is refused by `use\.no`/);
  const { source } = readPolicyFolder(made.folder);
  assert.ok(source);
  const drop = [{ id: 'use.bank-gets-the-name', reason: 'this site moves no money' }];
  writeApproved(made.folder, approve(source, { by: 'Ada', at: new Date(0), drop }));
  assert.deepEqual(told(), []);
  writeApproved(
    made.folder,
    approve(source, { by: 'Ada', at: new Date(0), drop: [{ id: 'use.unheard-of', reason: 'x' }] }),
  );
  assert.ok(told().some((line) => line.includes('no shipped example is called `use.unheard-of`')));
});

test('words that change without the rules, or rules without the words, open the lock until somebody approves', () => {
  using made = fixtureFolder();
  const read = () => {
    const { source } = readPolicyFolder(made.folder);
    assert.ok(source);
    return source;
  };
  for (const file of ['4-use/ru.md', '4-use/en.md', '4-use/rules.cedar']) {
    const path = join(made.folder, file);
    writeFileSync(
      path,
      `${readFileSync(path, 'utf8')}${file.endsWith('md') ? '\nЕщё одно предложение.\n' : '// more\n'}`,
    );
    const told = checkPolicy(read(), parts).map(String);
    assert.equal(told.length, 1);
    assert.match(
      told[0] ?? '',
      new RegExp(`^${file}: the (words|rules) changed since Ada approved this section on 2026-01-02`),
    );
    assert.deepEqual(sectionsToApprove(read()), ['use']);
    const approved = approve(read(), { by: 'Ada', at: new Date('2026-01-02T03:04:05Z') });
    writeApproved(made.folder, approved);
    assert.deepEqual(checkPolicy(read(), parts), []);
  }
  const approved = approve(read(), { by: 'Grace', at: new Date() });
  assert.equal(approved.sections.use?.by, 'Ada', 'what did not change keeps who approved it');
});

test('a policy that nobody approved cannot be published, and an approval needs no lock', () => {
  using made = fixtureFolder({}, { approved: false });
  const { source } = readPolicyFolder(made.folder);
  assert.ok(source);
  const told = checkPolicy(source, parts);
  assert.equal(told.length, 8);
  assert.match(String(told[0]), /^1-agreement: nobody has approved/);
  assert.deepEqual(checkPolicy(source, parts, { lock: false }), []);
});

test('a folder that is none, and a file that is no text, are told', () => {
  assert.match(String(readPolicyFolder('/nowhere/at/all').problems[0]), /a policy folder was expected/);
  using made = fixtureFolder();
  writeFileSync(join(made.folder, '4-use/ru.md'), Buffer.from([0xff, 0xfe, 0x41]));
  assert.ok(
    readPolicyFolder(made.folder).problems.some((one) => String(one) === '4-use/ru.md: a text in UTF-8 was expected'),
  );
});
