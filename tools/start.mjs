// `npm start`: install what is missing, build what is older than its source, serve. All in this one process, so that
// whatever ends it ends the server too.
import { fileURLToPath } from 'node:url';
import { installMissing } from './install.mjs';

installMissing();
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { buildProgram } = await import('./build.mjs');
await buildProgram();
process.argv.splice(2, 0, 'serve');
await import('../dist/main.js');
