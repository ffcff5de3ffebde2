import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { treeOf } from './tidy/tree.ts';
import { tidy } from './tidy.ts';

/** What tidy says of these files, leaving out that nothing imports them. */
function breaches(texts: Readonly<Record<string, string>>): string[] {
  return tidy(treeOf(texts))
    .filter(({ what }) => !/nothing/.test(what))
    .map(({ path, what }) => `${path} ${what}`);
}

const importing = (path: string) => `import { a } from '${path}';\n`;

test('each wall between the parts stands', () => {
  const crossings: readonly (readonly [from: string, path: string, to: string])[] = [
    ['src/kernel/gate/gate.ts', '../../promises/use/index.ts', 'src/promises/use/index.ts'],
    ['src/kernel/gate/gate.ts', '../../ui/page.ts', 'src/ui/page.ts'],
    ['src/kernel/gate/gate.ts', '../../edge/api.ts', 'src/edge/api.ts'],
    ['src/kernel/gate/gate.ts', '../../settings.ts', 'src/settings.ts'],
    ['src/ui/page.ts', '../promises/use/index.ts', 'src/promises/use/index.ts'],
    ['src/promises/use/confirm.ts', '../../edge/api.ts', 'src/edge/api.ts'],
    ['src/promises/use/confirm.ts', '../security/session.ts', 'src/promises/security/session.ts'],
    ['src/promises/use/confirm.ts', '../../kernel/vault/open.ts', 'src/kernel/vault/open.ts'],
    ['src/app.ts', './kernel/vault/open.ts', 'src/kernel/vault/open.ts'],
    ['src/kernel/vault/seal.ts', '../gate/gate.ts', 'src/kernel/gate/gate.ts'],
    ['src/verify/verify.ts', '../kernel/ledger/leaf.ts', 'src/kernel/ledger/leaf.ts'],
    ['src/kernel/ledger/leaf.ts', '../../verify/leaf.ts', 'src/verify/leaf.ts'],
    ['src/app.ts', '../test/testkit/database.ts', 'test/testkit/database.ts'],
    ['examples/shop/shop.ts', '../../src/kernel/ids.ts', 'src/kernel/ids.ts'],
    ['src/kernel/gate/gate.ts', 'hono/jsx', 'hono/jsx'],
    ['src/promises/use/store.ts', 'pg', 'pg'],
  ];
  for (const [from, path, to] of crossings) {
    assert.deepEqual(breaches({ [from]: importing(path) }), [`${from} imports ${to}`]);
    assert.deepEqual(
      breaches({ [from]: `import type {\n  A,\n} from '${path}';\n` }),
      [`${from} imports ${to}`],
      'types',
    );
    assert.deepEqual(breaches({ [from]: `const a = await import('${path}');\n` }), [`${from} imports ${to}`], 'late');
    assert.deepEqual(breaches({ [from]: `export { a } from '${path}';\n` }), [`${from} imports ${to}`], 'again');
  }
});

test('what the walls let through passes', () => {
  assert.deepEqual(
    breaches({
      'src/kernel/gate/gate.ts': importing('../vault/open.ts'),
      'src/kernel/vault/open.test.ts': importing('./open.ts') + importing('../../../test/testkit/database.ts'),
      'src/promises/use/confirm.ts': importing('../security/index.ts') + importing('../../kernel/ids.ts'),
      'src/promises/use/pages.tsx': importing('../../ui/page.tsx') + importing('hono/jsx'),
      'src/promises/use/console.tsx': importing('hono/jsx'),
      'src/edge/api.ts': importing('hono') + importing('../promises/use/index.ts'),
      'src/kernel/db/open-db.ts': importing('pg'),
      'src/edge/cli.ts': importing('../verify/verify.ts'),
    }),
    [],
  );
});

test('a name that says nothing, or is not in kebab-case, is told', () => {
  for (const name of ['utils', 'helpers', 'common', 'manager', 'service', 'base']) {
    assert.deepEqual(breaches({ [`src/kernel/${name}.ts`]: '' }), [`src/kernel/${name}.ts is called ${name}`]);
    assert.deepEqual(breaches({ [`src/${name}/ids.ts`]: '' }), [`src/${name}/ids.ts is called ${name}`]);
  }
  assert.deepEqual(breaches({ 'src/openDb.ts': '', 'src/own_data.ts': '' }), [
    'src/openDb.ts is not in kebab-case',
    'src/own_data.ts is not in kebab-case',
  ]);
});

test('HTML is made where pages are', () => {
  const allowed = [
    'src/ui/a.tsx',
    'src/edge/a.tsx',
    'src/promises/use/pages.tsx',
    'src/promises/use/pages/a.tsx',
    'test/a.tsx',
  ];
  assert.deepEqual(breaches(Object.fromEntries(allowed.map((path) => [path, '']))), []);
  for (const path of ['src/kernel/a.tsx', 'src/promises/use/confirm.tsx']) {
    assert.deepEqual(breaches({ [path]: '' }), [`${path} is a .tsx file`]);
  }
});

test('a file may have 400 lines and no more', () => {
  assert.deepEqual(breaches({ 'src/a.ts': '\n'.repeat(400) }), []);
  assert.deepEqual(breaches({ 'src/a.ts': '\n'.repeat(401) }), ['src/a.ts has 401 lines, more than 400']);
});

test('a folder of promises is a section of the policy', () => {
  const files = {
    'src/promises/use/index.ts': '',
    'src/promises/selling/index.ts': '',
    'src/promises/selling/acts.ts': '',
  };
  assert.deepEqual(breaches(files), ['src/promises/selling is no section of the policy']);
});

test('a released migration stays as it was, and numbers never repeat', () => {
  const text = 'create table a ();\n';
  const digest = createHash('sha256').update(text).digest('hex');
  const released = { 'migrations/released.sha256': `${digest}  0001-a.sql\n` };
  assert.deepEqual(breaches({ ...released, 'migrations/0001-a.sql': text, 'migrations/schema.sql': '' }), []);
  assert.deepEqual(breaches({ ...released, 'migrations/0001-a.sql': `${text} ` }), [
    'migrations/0001-a.sql was changed',
  ]);
  assert.deepEqual(breaches(released), ['migrations/0001-a.sql is missing']);
  assert.deepEqual(breaches({ 'migrations/0001-a.sql': '', 'migrations/0001-b.sql': '', 'migrations/two.sql': '' }), [
    'migrations/0001-b.sql has the number of migrations/0001-a.sql',
    'migrations/two.sql is not called NNNN-what-it-does.sql',
  ]);
});

test('what nothing uses is told: files, values, types', () => {
  const told = tidy(
    treeOf({
      'src/main.ts': `import { used } from './a.ts';\nimport { type T } from './types.ts';\n`,
      'src/a.ts':
        'export const used = 1;\nexport function spare() {}\nexport interface Part {}\nexport { x as spareToo };\n',
      'src/types.ts': 'export type T = Named;\nexport type Named = 1;\nexport type Alone = 2;\n',
      'src/left.ts': 'export const left = 1;\n',
      'src/left.test.ts': '',
      'src/all.ts': 'export const one = 1;\n',
      'src/all.test.ts': `import * as all from './all.ts';\n`,
      'tools/run.mjs': `await buildTool('tools/tool.ts');\n`,
      'tools/tool.ts': 'export const run = 1;\n',
    }),
  );
  assert.deepEqual(
    told.map(({ path, what }) => `${path} ${what}`),
    [
      'src/a.ts exports spare, which nothing imports',
      'src/a.ts exports Part, which nothing imports',
      'src/a.ts exports spareToo, which nothing imports',
      'src/types.ts exports Alone, which nothing imports',
      'src/left.ts is imported by nothing',
    ],
  );
});

test('what may not be written is told with its line', () => {
  // In pieces, so that this file keeps the rules it tests.
  const lines: readonly (readonly [path: string, line: string, said: string])[] = [
    ['src/a.ts', `// ${'TO'}DO later`, `${'TO'}DO`],
    ['migrations/0001-a.sql', `-- ${'FIX'}ME`, `${'FIX'}ME`],
    ['src/a.test.ts', `test.${'only'}('x', () => {});`, `test.${'only'}(`],
    ['src/a.test.ts', `describe.${'skip'}('x', () => {});`, `describe.${'skip'}(`],
    ['src/a.ts', `// ${'@ts-'}ignore`, `// ${'@ts-'}ignore`],
    ['src/a.ts', `const a = b ${'as'} any;`, `${'as'} any`],
    ['src/promises/use/confirm.ts', "await tx.row<{ n: number }>('select 1 as n');", ".row<{ n: number }>('select"],
    ['src/promises/use/confirm.ts', 'await tx.run(`update thing set n = 1`);', '.run(`update'],
  ];
  for (const [path, line, said] of lines) {
    assert.deepEqual(breaches({ [path]: `\n${line}\n` }), [`${path}:2 says \`${said}\``]);
  }
  const store = "await tx.row<{ n: number }>('select 1 as n');\n";
  assert.deepEqual(breaches({ 'src/promises/use/store.ts': store, 'src/kernel/db/open-db.ts': store }), []);
});

test('a requirement whose test is gone is told, and one that says why it has none is not', () => {
  const row = (kept: string) => `| 6.2.1 | 1 | A sentence. | ${kept} |\n`;
  const tests = { 'src/a.test.ts': "test('it holds', () => {});\n" };
  const table = (kept: string) => breaches({ ...tests, 'docs/asvs.md': row(kept) });
  for (const kept of ['`src/a.test.ts`: it holds', 'n/a: there is none', 'gap: not built']) {
    assert.deepEqual(table(kept), [], kept);
  }
  for (const kept of ['`src/a.test.ts`: it held', '`src/b.test.ts`: it holds', 'n/a:', 'kept']) {
    assert.equal(table(kept).length, 1, kept);
  }
});

test('every message gives its reason', () => {
  const told = tidy(treeOf({ 'src/kernel/utils.tsx': importing('../ui/page.tsx') }));
  assert.equal(told.length, 4);
  for (const { why } of told) assert.match(why, /^\S.{20,}[^.]$/);
});
