import { once } from 'node:events';
import { openApp } from '../app.ts';
import { openLog } from '../kernel/log.ts';
import { readSettings } from '../settings.ts';
import { makeMany } from './make-many.ts';
import type { MakersTask } from './populate.ts';

// Started by populate.ts; built as an entry of its own by tools/build.mjs. Any error ends it, and the measurement.
const [{ env, ...task }] = (await once(process, 'message')) as [MakersTask];
const app = await openApp(readSettings(env), { role: 'command', log: openLog('error') });
const people = await makeMany(app, task);
await app.close();
// It lives until its maker has read them all.
process.send?.(people);
