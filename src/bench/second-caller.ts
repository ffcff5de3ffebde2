import { once } from 'node:events';
import { openApp } from '../app.ts';
import { openLog } from '../kernel/log.ts';
import { readSettings } from '../settings.ts';
import { closedLoop } from './closed-loop.ts';
import { hotOpens } from './open-place.ts';
import type { SecondCaller } from './two-processes.ts';

// Started by two-processes.ts; built as an entry of its own by tools/build.mjs. Any error ends it, and the measurement.
const [told] = (await once(process, 'message')) as [SecondCaller];
const app = await openApp(readSettings(told.env), { role: 'command', log: openLog('error') });
const open = hotOpens(app.gate, told.asking);
await closedLoop({ ...told.loop, milliseconds: 500 }, open);
process.send?.('ready');
await once(process, 'message');
const { perSecond } = await closedLoop(told.loop, open);
process.send?.({ perSecond });
await app.close();
process.disconnect();
