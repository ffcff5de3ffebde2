// `npm test [--write] [WORD …]`: installs what is missing, builds the tests (those whose path holds a word), starts one
// PostgreSQL for them and runs each file in a process of its own. The last line is `N passed, N failed`. With --write,
// tests that compare with a file of the repository write it anew.
import { relative } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installMissing } from './install.mjs';

installMissing();
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const { buildTests, buildTool } = await import('./build.mjs');
const words = process.argv.slice(2);
const files = await buildTests(words.filter((word) => word !== '--write'));
if (files.length === 0) {
  console.error('No test file has such a word in its path.');
  process.exit(2);
}
const { startTestServer } = await import(pathToFileURL(await buildTool('test/testkit/server.ts')).href);
const server = await startTestServer();

// What a child inherits: where the database is, and that locations in failures name the source.
process.env.KRISTALUX_TEST_PG = server.connection;
if (words.includes('--write')) process.env.KRISTALUX_TEST_WRITE = '1';
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --enable-source-maps`.trim();

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => interrupted.abort());

// A file that waits for what never comes is ended and fails.
const HANGS_AFTER_MILLISECONDS = 300_000;

const counted = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const begun = performance.now();
try {
  await follow(
    run({
      files: files.map((file) => root + file),
      concurrency: 2,
      signal: interrupted.signal,
      timeout: HANGS_AFTER_MILLISECONDS,
    }),
  );
} catch (error) {
  if (!interrupted.signal.aborted) throw error;
} finally {
  await server.stop();
}

for (const { where, name, error } of failures) {
  console.error(`\n✖ ${name}\n  ${where}\n${indented(error)}`);
}
if (interrupted.signal.aborted) console.error('\nInterrupted.');
console.log(`\n${((performance.now() - begun) / 1000).toFixed(1)} s in ${files.length} files`);
console.log(`${counted.passed} passed, ${counted.failed} failed`);
process.exit(counted.failed > 0 || interrupted.signal.aborted ? 1 : 0);

async function follow(events) {
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') process[type.slice(5)].write(data.message);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details.type === 'suite') continue;
    const where = source(data);
    const unfit = unfitness(data);
    if (type === 'test:pass' && !unfit) {
      counted.passed++;
      console.log(`✔ ${data.name} (${Math.round(data.details.duration_ms)} ms) ${where}`);
      continue;
    }
    // A test whose parts failed is told by its parts.
    const error = data.details.error;
    if (error?.failureType === 'subtestsFailed') continue;
    counted.failed++;
    console.log(`✖ ${data.name} ${where}`);
    failures.push({ where, name: data.name, error: unfit ?? error?.cause ?? error });
  }
}

// A file that reports only itself has no test in it, and a test that never runs proves nothing.
function unfitness(data) {
  if (data.skip !== undefined || data.todo !== undefined) return new Error('a skipped test proves nothing');
  const own = data.name.endsWith('.test.js') && data.nesting === 0;
  return own && !data.details.error ? new Error('this file holds no test') : undefined;
}

// Source maps tell the test's own line; a file that failed as a whole is known by what was built of it.
function source({ file, line, name }) {
  if (!file) return relative(`${root}.build/test`, name);
  const built = relative(`${root}.build/test`, file);
  return built.startsWith('..') ? `${relative(root, file)}:${line}` : built.replace(/\.js$/, '');
}

function indented(error) {
  const text = typeof error === 'string' ? error : (error?.stack ?? String(error));
  const lines = text.split('\n').filter((line) => !line.includes('node:internal'));
  return lines.map((line) => `  ${line.replaceAll(`${root}.build/`, '').replaceAll(root, '')}`).join('\n');
}
