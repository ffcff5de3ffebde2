// Makes or brings back a backup and is killed at a named step, as by a power cut. Started by the tests beside it.

import { migrationNumbers } from '../../src/kernel/db/migrate.ts';
import { openDatabaseFor } from '../../src/kernel/db/open-database-for.ts';
import { openDb } from '../../src/kernel/db/open-db.ts';
import { type Random, systemRandom } from '../../src/kernel/ids.ts';
import { backUp } from '../../src/kernel/safekeeping/back-up.ts';
import { restore } from '../../src/kernel/safekeeping/restore.ts';
import { fileKeyProvider } from '../../src/kernel/vault/key-provider.ts';

interface Order {
  readonly what: 'backup' | 'restore';
  /** `data` and `keys`: at the first bytes of that file; `recording`: when only the record of it is missing; `never`: it runs to its end. */
  readonly at: 'data' | 'keys' | 'recording' | 'never';
  readonly databaseUrl: string;
  readonly keyDir: string;
  readonly recipient: string;
  readonly folder: string;
  readonly dataPath: string;
  readonly keyPath: string;
  readonly identity: string;
}

const order = JSON.parse(process.argv[2] ?? '') as Order;
const { what, at, databaseUrl, keyDir } = order;
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('nobody lives on after SIGKILL');
};
const onProgress = (kind: string) => (kind === at ? die() : undefined);

if (what === 'backup') {
  let ids = 0;
  const random: Random = {
    ...systemRandom,
    uuid() {
      ids += 1;
      // The first id names the attempt; the next ones are of rows about files that are whole.
      return at === 'recording' && ids > 1 ? die() : systemRandom.uuid();
    },
  };
  const db = openDb({ url: databaseUrl });
  await backUp({ db, keyDir, recipient: order.recipient, program: 'test', random, onProgress }, order.folder);
} else {
  const random: Random = at === 'recording' ? { uuid: die, bytes: die } : systemRandom;
  const place = { dataDir: `${keyDir}-none`, databaseUrl };
  await restore({
    ...order,
    keyDir,
    provider: fileKeyProvider,
    random,
    migrations: migrationNumbers(),
    openDatabase: (migrations) => openDatabaseFor(place, { role: 'command', say: () => {}, migrations }),
    ledgerLost: true,
    onProgress,
  });
}
process.exit(0);
