import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { root } from '../src/root.ts';
import { openTestFolder } from '../test/testkit/folder.ts';
import { lives, startProgram } from '../test/testkit/process.ts';

const runner = pathToFileURL(join(root, 'tools/run-tests.mjs')).href;

// Runs these test files in a run of their own and ends with its counts.
function runAll(folder: string, files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const paths = JSON.stringify(Object.keys(files).map((name) => join(folder, name)));
  const driver = join(folder, 'driver.mjs');
  writeFileSync(
    driver,
    `import { runTests } from '${runner}';
    const interrupted = new AbortController();
    process.on('SIGINT', () => interrupted.abort());
    console.log('COUNTED', JSON.stringify(await runTests(${paths}, { signal: interrupted.signal })));`,
  );
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return startProgram(driver, []);
}

const testing = "import { describe, test } from 'node:test';\n";

test('what passes and what fails is counted, and a failure says what was wrong', async () => {
  using folder = openTestFolder();
  await using run = runAll(folder.path, {
    'good.test.js': `${testing}describe('all', () => { test('one', () => {}); test('two', () => {}); });`,
    'bad.test.js': `${testing}test('three', () => { throw new Error('wrong here'); });
      test('four', async (t) => { await t.test('part', () => { throw new Error('wrong there'); }); });`,
  });
  const { stdout, stderr } = await run.ended;
  assert.match(stdout, /^COUNTED {"passed":2,"failed":2}$/m);
  assert.match(stderr, /✖ three\n[\s\S]*wrong here[\s\S]*✖ part\n[\s\S]*wrong there/);
});

test('a skipped test, a file without a test and a file that does not load are failures', async () => {
  using folder = openTestFolder();
  await using run = runAll(folder.path, {
    'left-out.test.js': `${testing}test.${'skip'}('one', () => {}); test.${'todo'}('two', () => {});`,
    'empty.test.js': 'export const nothing = 0;',
    'broken.test.js': "throw new Error('does not load');",
  });
  const { stdout, stderr } = await run.ended;
  assert.match(stdout, /^COUNTED {"passed":0,"failed":4}$/m);
  assert.match(stderr, /a skipped test proves nothing/);
  assert.match(stderr, /this file holds no test/);
  assert.match(stderr + stdout, /does not load/);
});

test('an interrupted run ends what it started', async () => {
  using folder = openTestFolder();
  await using run = runAll(folder.path, {
    'hanging.test.js': `${testing}test('hangs', async () => {
      console.log('STARTED', process.pid);
      await new Promise((resolve) => setInterval(resolve, 1e9));
    });`,
  });
  const pid = Number((await run.said(/STARTED (\d+)/))[1]);
  run.kill('SIGINT');
  await run.said(/^COUNTED /m);
  await run.ended;
  while (lives(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
});
