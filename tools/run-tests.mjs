// Runs built test files, each in a process of its own, and tells how it went. Uses node:test; what it adds: failures
// with their place in the source at the end, and that a skipped test or a file without a test is a failure.
import { setMaxListeners } from 'node:events';
import { relative } from 'node:path';
import { run } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A file that waits for what never comes is ended and fails. */
const HANGS_AFTER_MILLISECONDS = 300_000;

/** Resolves to `{passed, failed}`. Aborting the signal ends the files that run. */
export async function runTests(files, { signal, timeout = HANGS_AFTER_MILLISECONDS, concurrency = 2 } = {}) {
  // Every file that runs listens to it.
  if (signal !== undefined) setMaxListeners(0, signal);
  const counted = { passed: 0, failed: 0 };
  const failures = [];
  try {
    for await (const event of run({ files, concurrency, signal, timeout })) {
      const failure = tell(event);
      if (failure === undefined) continue;
      if (failure === 'passed') counted.passed++;
      else {
        counted.failed++;
        failures.push(failure);
      }
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  for (const { where, name, error } of failures) console.error(`\n✖ ${name}\n  ${where}\n${indented(error)}`);
  return counted;
}

// Undefined for what is no outcome of a test, `passed`, or the failure.
function tell({ type, data }) {
  if (type === 'test:stdout' || type === 'test:stderr') process[type.slice(5)].write(data.message);
  // What a test left running and what that threw: the failure itself does not say it.
  if (type === 'test:diagnostic' && /^(Warning|Error):/.test(data.message)) console.error(data.message);
  if (type !== 'test:pass' && type !== 'test:fail') return undefined;
  if (data.details.type === 'suite') return undefined;
  const where = source(data);
  const unfit = unfitness(data);
  if (type === 'test:pass' && !unfit) {
    console.log(`✔ ${data.name} (${Math.round(data.details.duration_ms)} ms) ${where}`);
    return 'passed';
  }
  const error = data.details.error;
  // A test whose parts failed is told by its parts.
  if (error?.failureType === 'subtestsFailed') return undefined;
  const name = isFile(data) ? 'the whole file' : data.name;
  console.log(`✖ ${name} ${where}`);
  return { where, name, error: unfit ?? error?.cause ?? error };
}

// A file that reports only itself has no test in it, and a test that never runs proves nothing.
function unfitness(data) {
  if (data.skip !== undefined || data.todo !== undefined) return 'a skipped test proves nothing';
  return isFile(data) && !data.details.error ? 'this file holds no test' : undefined;
}

const isFile = ({ name, nesting }) => nesting === 0 && name.endsWith('.test.js');

// Source maps tell the test's own line; a file that failed as a whole is known by what was built of it.
function source(data) {
  if (isFile(data)) return relative(root, data.name).replace(/^\.build\/test[^/]*\/(.*)\.js$/, '$1.ts');
  return data.file ? `${relative(root, data.file)}:${data.line}` : '';
}

function indented(error) {
  const text = typeof error === 'string' ? error : (error?.stack ?? String(error));
  const lines = text.split('\n').filter((line) => !line.includes('node:internal'));
  return lines.map((line) => `  ${line.replaceAll(`file://${root}`, '').replaceAll(root, '')}`).join('\n');
}
