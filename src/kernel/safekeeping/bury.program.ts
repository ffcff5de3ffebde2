// Writes tombstones in a process of its own, whose disk may be full. Started by the test beside it.

import { systemRandom } from '../ids.ts';
import { appendTombstones, type Tombstone } from './tombstone-file.ts';

const [folder = '', siteId = '', count = ''] = process.argv.slice(2);
const stones = Array.from(
  { length: Number(count) },
  (): Tombstone => ({ at: new Date(0), personId: systemRandom.uuid(), value: null }),
);
await appendTombstones(folder, siteId, stones, systemRandom);
