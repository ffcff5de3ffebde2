// `npm start`: install what is missing, build what is older than its source, serve.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { installMissing } from './install.mjs';

installMissing();
const root = fileURLToPath(new URL('..', import.meta.url));
const { buildProgram } = await import('./build.mjs');
await buildProgram();
const server = spawn(process.execPath, ['--enable-source-maps', `${root}dist/main.js`, 'serve'], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
