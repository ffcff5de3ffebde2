// Builds the program (dist/) and, when asked, the tests (.build/test). esbuild only strips types and bundles our own
// files; packages stay packages.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const options = {
  absWorkingDir: root,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  sourcemap: true,
  logLevel: 'warning',
  chunkNames: 'chunks/[name]-[hash]',
};

// What runs in a thread or a process of its own, started by its place in dist/.
const threads = {
  'opening-thread': 'src/kernel/vault/opening-thread.ts',
  'sealing-thread': 'src/kernel/vault/sealing-thread.ts',
  'pdf-worker': 'src/promises/collection/evidence/pdf-worker.ts',
  'picture-program': 'src/promises/collection/evidence/picture-program.ts',
};

// What other programs import by itself: the client, as `kristalux/client`.
const client = { client: 'packages/client/src/index.ts' };

// What a browser gets: whole, small, without a line that points elsewhere.
const browserOptions = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  entryPoints: { 'scripts/passkeys': 'src/ui/scripts/pages.ts', 'scripts/verify': 'src/verify/in-browser/page.ts' },
  plugins: [{ name: 'verifier', setup: takePrimitivesOfBrowsers }],
  outdir: 'dist',
};

// The verifier of the ledger is the same code in a browser, but for its hash and its signature.
function takePrimitivesOfBrowsers({ onResolve }) {
  const own = join(root, 'src/verify/in-browser/primitives.ts');
  onResolve({ filter: /^\.\/primitives\.ts$/ }, () => ({ path: own }));
}

/** Every file below a folder whose name passes, as paths from the project's root. */
export function filesBelow(folder, passes) {
  const found = [];
  const walk = (at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (passes(entry.name)) found.push(relative(root, path));
    }
  };
  if (existsSync(join(root, folder))) walk(join(root, folder));
  return found.sort();
}

const newest = (paths) => Math.max(0, ...paths.map((path) => statSync(join(root, path)).mtimeMs));

/** Builds dist/ unless it is newer than every source. A build that fails leaves the old one as it is. */
export async function buildProgram({ always = false } = {}) {
  const sources = [
    ...filesBelow('src', (name) => /\.(tsx?|css|cedar|json)$/.test(name)),
    ...filesBelow('packages/client/src', (name) => name.endsWith('.ts')),
    'package.json',
    'tools/build.mjs',
  ];
  const made = join(root, 'dist/main.js');
  const isBuilt = () => !always && existsSync(made) && statSync(made).mtimeMs > newest(sources);
  if (isBuilt()) return;
  const { build, stop } = await import('esbuild');
  const entryPoints = {
    main: 'src/main.ts',
    verify: 'src/verify/verify.ts',
    'http-client': 'src/bench/http-client.ts',
    'second-caller': 'src/bench/second-caller.ts',
    'people-maker': 'src/bench/people-maker.ts',
    'mail-relay': 'src/bench/mail-relay.ts',
    ...threads,
    ...client,
  };
  const { outputFiles } = await build({ ...options, entryPoints, outdir: 'dist', write: false });
  const scripts = await build({ ...browserOptions, write: false });
  // esbuild keeps a process for the next build; a server has no use for it.
  await stop();
  replace('dist', [...outputFiles, ...scripts.outputFiles, await knownRules()], isBuilt);
}

/** What Cedar makes of the rules that come with the program: a start that finds them here does not need it. */
async function knownRules() {
  // A place of its own: another build may be under way.
  const place = `.build/known-rules-${process.pid}`;
  const { readShippedRules } = await import(await buildTool('src/kernel/policy/known-rules.ts', place));
  rmSync(join(root, place), { recursive: true, force: true });
  return { path: join(root, 'dist/known-rules.json'), contents: JSON.stringify(readShippedRules()) };
}

// Made whole beside its place and then moved there: a command that starts meanwhile finds the old or the new program.
// Of several that build at the same moment the first one's stays: another would take its files from under it.
function replace(folder, outputFiles, isBuilt) {
  const making = join(root, '.build', `${folder}-${process.pid}`);
  for (const { path, contents } of outputFiles) {
    const target = join(making, relative(join(root, folder), path));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, contents);
  }
  const turn = join(root, '.build/turn');
  takeTurn(turn);
  try {
    if (isBuilt()) rmSync(making, { recursive: true, force: true });
    else {
      rmSync(join(root, folder), { recursive: true, force: true });
      renameSync(making, join(root, folder));
    }
  } finally {
    rmSync(turn, { recursive: true, force: true });
  }
}

/** Moving takes milliseconds; a turn that was held longer was left by a process that was killed. */
const TURN_MILLISECONDS_MAX = 2000;

function takeTurn(turn) {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (const begun = Date.now(); ; Atomics.wait(sleeper, 0, 0, 10)) {
    try {
      mkdirSync(turn);
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (Date.now() - begun > TURN_MILLISECONDS_MAX) rmSync(turn, { recursive: true, force: true });
    }
  }
}

/**
 * Builds every test below src, test, tools and examples (or those whose path holds one of the words), and every
 * `*.program.ts`, which a test starts as a process of its own. Tells where the tests lie.
 */
export async function buildTests(words, outdir) {
  removeLeftovers();
  const below = (ending) =>
    ['src', 'test', 'tools', 'examples', 'packages'].flatMap((at) => filesBelow(at, (name) => ending.test(name)));
  const tests = below(/\.test\.tsx?$/).filter(
    (path) => words.length === 0 || words.some((word) => path.includes(word)),
  );
  if (tests.length === 0) return [];
  const { build } = await import('esbuild');
  const entryPoints = [...tests, ...below(/\.program\.tsx?$/)];
  await build({ ...options, entryPoints, outdir, outbase: '.' });
  // Served by the pages under test, or started as a thread, from where the program has it too.
  await build(browserOptions);
  await build({ ...options, splitting: false, entryPoints: { ...threads, ...client }, outdir: 'dist' });
  const { path, contents } = await knownRules();
  // Moved to its place whole: a program that starts meanwhile finds the old or the new one.
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
  return tests.map((path) => join(outdir, path.replace(/\.tsx?$/, '.js')));
}

// What runs left that were killed: their folders are named after their process.
function removeLeftovers() {
  for (const name of existsSync(join(root, '.build')) ? readdirSync(join(root, '.build')) : []) {
    const pid = Number(/^(?:test|dist)-(\d+)$/.exec(name)?.[1]);
    if (pid > 0 && !lives(pid)) rmSync(join(root, '.build', name), { recursive: true, force: true });
  }
}

function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Builds one of our own tools, which is written in TypeScript like all else; tells where it lies. */
export async function buildTool(source, place = join('.build/tools', source.replace(/\.tsx?$/, ''))) {
  const { build } = await import('esbuild');
  const outdir = join(root, place);
  await build({ ...options, splitting: false, entryPoints: { tool: source }, outdir });
  return join(outdir, 'tool.js');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildProgram({ always: true });
