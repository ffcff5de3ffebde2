// `npm test [--write] [WORD …]`: installs what is missing, builds the tests (those whose path holds a word), starts one
// PostgreSQL for them, founds a site to copy and runs each file in a process of its own. The last line is `N passed, N failed`. With --write,
// tests that compare with a file of the repository write it anew.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installMissing } from './install.mjs';

installMissing();
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const { buildTests, buildTool } = await import('./build.mjs');
const { runTests } = await import('./run-tests.mjs');

// Of this run's own, so that two runs do not take the files from under each other.
const built = `.build/test-${process.pid}`;
const given = process.argv.slice(2);
const files = await buildTests(
  given.filter((word) => word !== '--write'),
  built,
);
if (files.length === 0) {
  console.error('No test file has such a word in its path.');
  process.exit(2);
}
const { startTestServer } = await import(pathToFileURL(await buildTool('test/testkit/server.ts')).href);
const server = await startTestServer();

// What every test file inherits: the database, where to put temporary files, and that failures name the source.
process.env.KRISTALUX_TEST_PG = server.connection;
process.env.KRISTALUX_TEST_BUILD = join(root, built);
process.env.KRISTALUX_TEST_FOLDER = server.folder;
process.env.TMPDIR = server.folder;
if (given.includes('--write')) process.env.KRISTALUX_TEST_WRITE = '1';
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --enable-source-maps`.trim();

const founded = spawnSync(process.execPath, [join(built, 'test/testkit/found.program.js')], { stdio: 'inherit' });
if (founded.status !== 0) {
  await server.stop();
  process.exit(1);
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interrupted.abort());

const begun = performance.now();
const { passed, failed } = await runTests(
  files.map((file) => join(root, file)),
  { signal: interrupted.signal },
).finally(async () => {
  await server.stop();
  rmSync(built, { recursive: true, force: true });
});
console.log(`\n${((performance.now() - begun) / 1000).toFixed(1)} s in ${files.length} files`);
if (interrupted.signal.aborted) console.error('Interrupted.');
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || interrupted.signal.aborted ? 1 : 0);
