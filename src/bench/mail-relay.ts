import { openRelay } from '../prove/twin/mail-sink.ts';
import type { SeenByRelay } from './relay-apart.ts';

// Started by relay-apart.ts; built as an entry of its own by tools/build.mjs. It lives until its maker ends it or is gone.
let taken = 0;
const relay = await openRelay(() => {
  taken += 1;
});
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  const seen: SeenByRelay = { taken, cpu: (user + system) / 1000 };
  process.send?.(seen);
});
process.once('disconnect', () => process.exit());
process.send?.({ port: relay.port });
