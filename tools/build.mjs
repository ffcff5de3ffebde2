// Builds the program (dist/) and, when asked, the tests (.build/test). esbuild only strips types and bundles our own
// files; packages stay packages.
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
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

/** Builds dist/ unless it is newer than every source. */
export async function buildProgram({ always = false } = {}) {
  const sources = [...filesBelow('src', (name) => /\.tsx?$/.test(name)), 'package.json', 'tools/build.mjs'];
  const made = join(root, 'dist/main.js');
  if (!always && existsSync(made) && statSync(made).mtimeMs > newest(sources)) return;
  const { build } = await import('esbuild');
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const entryPoints = { main: 'src/main.ts', verify: 'src/verify/verify.ts' };
  await build({ ...options, entryPoints, outdir: 'dist' });
}

/**
 * Builds every test below src, test, tools and examples (or those whose path holds one of the words) to .build/test,
 * and every `*.program.ts`, which a test starts as a process of its own.
 */
export async function buildTests(words = []) {
  const { build } = await import('esbuild');
  rmSync(join(root, '.build/test'), { recursive: true, force: true });
  const tests = ['src', 'test', 'tools', 'examples']
    .flatMap((folder) => filesBelow(folder, (name) => /\.test\.tsx?$/.test(name)))
    .filter((path) => words.length === 0 || words.some((word) => path.includes(word)));
  if (tests.length === 0) return [];
  const programs = ['src', 'test', 'tools'].flatMap((folder) =>
    filesBelow(folder, (name) => /\.program\.ts$/.test(name)),
  );
  await build({ ...options, entryPoints: [...tests, ...programs], outdir: '.build/test', outbase: '.' });
  return tests.map((path) => join('.build/test', path.replace(/\.tsx?$/, '.js')));
}

/** Builds one of our own tools, which is written in TypeScript like all else; tells where it lies. */
export async function buildTool(source) {
  const { build } = await import('esbuild');
  const outdir = join(root, '.build/tools', source.replace(/\.tsx?$/, ''));
  await build({ ...options, splitting: false, entryPoints: { tool: source }, outdir });
  return join(outdir, 'tool.js');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildProgram({ always: true });
