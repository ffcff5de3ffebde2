// Loaded into a started program (`node --import`): lets it reach nobody but unix sockets, and tells at its end whom it
// tried to reach.
import { writeSync } from 'node:fs';
import { guardConnections } from '../../src/prove/twin/guard-connections.ts';

const guard = guardConnections();
process.on('exit', () => {
  for (const target of guard.refused) writeSync(process.stderr.fd, `tried to reach ${target}\n`);
});
