// `npm run check`: format and lint, types, and the rules of this house (tidy). Says every breach; exit 1 if there is one.
import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { installMissing } from './install.mjs';

installMissing();
const root = fileURLToPath(new URL('..', import.meta.url));
const { buildTool, filesBelow } = await import('./build.mjs');

const checks = {
  'format and lint': () => command('node_modules/.bin/biome', ['ci', '--colors=off']),
  types: () => command('node_modules/.bin/tsc', ['-p', '.', '--pretty', 'false']),
  tidy,
};
const results = await Promise.all(
  Object.entries(checks).map(async ([name, check]) => ({ name, ...(await timed(check)) })),
);
for (const { name, said, seconds } of results) {
  console.log(`${said === '' ? '✔' : '✖'} ${name} (${seconds} s)`);
  if (said !== '') console.log(said.replaceAll(/^/gm, '  '));
}
process.exit(results.every(({ said }) => said === '') ? 0 : 1);

async function timed(check) {
  const begun = performance.now();
  const said = await check();
  return { said: said.trim(), seconds: ((performance.now() - begun) / 1000).toFixed(1) };
}

/** What a program said, when it failed; else nothing. */
function command(program, args) {
  return new Promise((resolve) => {
    let said = '';
    const child = spawn(root + program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (said += text));
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? '' : said || `${program} ended with ${code}`));
  });
}

async function tidy() {
  const { tidyRepository } = await import(pathToFileURL(await buildTool('tools/tidy.ts')).href);
  const texts = (name) => /\.(tsx?|mjs|sql|sha256|md|cedar|json|css)$/.test(name);
  const folders = ['bin', 'src', 'test', 'tools', 'examples', 'packages', 'migrations', 'policy', 'docs'];
  return tidyRepository(
    root,
    folders.flatMap((folder) => filesBelow(folder, texts)),
  ).join('\n');
}
