import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openDatabaseFor } from '../kernel/db/open-database-for.ts';
import { type DatabaseProxy, openDatabaseProxy } from './database-proxy.ts';
import { openSeveral, type Several } from './several.ts';
import { openSeveralServers, type SeveralServers } from './several-servers.ts';

/** What breaks in a site of which web server, worker and database are three processes, with a network between. */
export const APART_FAULTS = [
  'worker-killed',
  'network-cut',
  'network-stalled',
  'network-swallowing',
  'database-slow',
  'out-of-memory',
] as const;
export type ApartFault = (typeof APART_FAULTS)[number];

export interface Apart {
  /** Load, the fault, the end of it, and more load. @returns what was seen meanwhile, in words */
  round(fault: ApartFault): Promise<string>;
  /** What was answered is there, exactly once, and the ledger is whole. @returns how many acts */
  settle(): Promise<number>;
  close(): Promise<void>;
}

const ACTS = 15;
/** How long the network stays away: long enough that every caller meets it. */
const AWAY_MILLISECONDS = 1_500;
/** Seconds until a server gives up what nothing is heard on: longer than the network stays away by itself. */
const PATIENCE_SECONDS = 3;
/** What each answer of the database takes longer. */
const LATE_MILLISECONDS = 20;
const WEB = 0;
const WORKER = 1;
/** Enough to serve, and soon full. */
const HEAP_MEGABYTES = 300;
/** Loaded into the web server beside its own code: told to, it takes memory without end, until V8 gives up. */
const EATER = `data:text/javascript,${encodeURIComponent(
  "process.on('SIGUSR2',()=>{const all=[];const eat=()=>{for(let n=0;n<500;n++)all.push(Array(1e4).fill(n));setImmediate(eat)};eat()})",
)}`;

export async function openApart(): Promise<Apart> {
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-apart-'));
  // The built-in PostgreSQL may run as another user, who has to reach its files.
  chmodSync(folder, 0o711);
  const place = { databaseUrl: undefined, dataDir: join(folder, 'data') };
  const database = await openDatabaseFor(place, { role: 'serve', say: () => {} });
  const { address } = database;
  assert(!('url' in address), 'the database of a folder has a socket');
  const network = await openDatabaseProxy(address.socket);
  const close = async () => {
    await network.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `postgres://${address.user}@127.0.0.1:${network.port}/${address.database}`;
  const own = { DATABASE_URL: url, KEY_DIR: join(folder, 'keys'), BACKUP_DIR: join(folder, 'backups') };
  const patience = { DATABASE_PATIENCE: String(PATIENCE_SECONDS) };
  try {
    const servers = await openSeveralServers(2, { ...own, ...patience }, (server) =>
      server === WORKER
        ? { ROLE: 'worker' }
        : { ROLE: 'web', NODE_OPTIONS: `--max-old-space-size=${HEAP_MEGABYTES} --import=${EATER}` },
    );
    return await overServers(servers, network, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function overServers(
  servers: SeveralServers,
  network: DatabaseProxy,
  closed: () => Promise<void>,
): Promise<Apart> {
  const web = {
    ...servers,
    get addresses() {
      return servers.addresses.slice(WEB, WEB + 1);
    },
  };
  const several = await openSeveral(web);
  return {
    async round(fault) {
      await several.acts(ACTS);
      switch (fault) {
        case 'worker-killed':
          await servers.end(WORKER, 'SIGKILL');
          await several.acts(ACTS);
          await servers.start(WORKER);
          await several.acts(ACTS);
          return 'the web server went on';
        case 'network-cut':
        case 'network-stalled':
          return await withoutNetwork(network, fault, several.acts);
        case 'network-swallowing':
          return await giveUp(network, several, web.addresses[0] ?? '');
        case 'database-slow': {
          network.delay(LATE_MILLISECONDS);
          await several.acts(ACTS);
          network.heal();
          return `every answer of the database came ${LATE_MILLISECONDS} ms later, and every act was done`;
        }
        case 'out-of-memory': {
          await servers.end(WEB, 'SIGUSR2');
          const begun = performance.now();
          await servers.start(WEB);
          await several.acts(ACTS);
          return `V8 ended the server, which was back in ${Math.round(performance.now() - begun)} ms`;
        }
      }
    },
    settle: several.settle,
    async close() {
      network.heal();
      await servers.close();
      await closed();
    },
  };
}

async function withoutNetwork(
  network: DatabaseProxy,
  fault: 'network-cut' | 'network-stalled',
  acts: (count: number) => Promise<void>,
): Promise<string> {
  if (fault === 'network-cut') network.cut();
  else network.stall();
  await pause(AWAY_MILLISECONDS);
  const begun = performance.now();
  network.heal();
  await acts(ACTS);
  return `${ACTS} acts were done ${Math.round(performance.now() - begun)} ms after it was back`;
}

/** Nothing comes back by itself here: whoever asks is answered all the same, and told when to ask again. */
async function giveUp(network: DatabaseProxy, { secret, dealing, acts }: Several, address: string): Promise<string> {
  network.stall();
  const begun = performance.now();
  const answer = await fetch(`${address}/v1/dealings/${dealing}/fields`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ fields: ['name'] }),
  });
  const waited = Math.round(performance.now() - begun);
  assert.equal(answer.status, 503, 'it cannot be answered while nothing gets through');
  assert(Number(answer.headers.get('retry-after')) >= 1, 'and it is said when to ask again');
  network.heal();
  await acts(ACTS);
  return `a request was answered 503 after ${waited} ms, and ${ACTS} acts were done once the network was back`;
}
