#!/usr/bin/env node
// The command line. In a checkout it builds first when a source is newer; an installed package holds its dist/.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const builder = fileURLToPath(new URL('../tools/build.mjs', import.meta.url));
if (existsSync(builder)) {
  const { installMissing } = await import('../tools/install.mjs');
  installMissing();
  const { buildProgram } = await import(builder);
  await buildProgram();
}
await import('../dist/main.js');
