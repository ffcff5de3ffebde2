// `npm run dev`: serves, and on every change of a source builds anew and restarts. What does not build leaves the
// running server as it is.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installMissing } from './install.mjs';

installMissing();
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const { buildProgram } = await import('./build.mjs');
const SETTLES_MILLISECONDS = 100;

let server;
let ending = false;
let timer;
let turn = Promise.resolve();

for (const folder of ['src', 'migrations', 'policy']) watch(folder, { recursive: true }, changed).on('error', () => {});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    ending = true;
    stop().then(() => process.exit(0));
  });
}
await restart();

// An editor saves several files at once and each more than once: wait until it has settled, then one after the other.
function changed() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    turn = turn.then(restart);
  }, SETTLES_MILLISECONDS);
}

async function restart() {
  try {
    await buildProgram({ always: true });
  } catch {
    console.error('It does not build (see above); the server runs on as it was.');
    return;
  }
  await stop();
  if (ending) return;
  server = spawn(process.execPath, ['--enable-source-maps', 'dist/main.js', 'serve'], { stdio: 'inherit' });
  server.once('exit', (code) => {
    if (code) console.error('The server ended; the next change starts it again.');
  });
}

async function stop() {
  if (!server || server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
}
