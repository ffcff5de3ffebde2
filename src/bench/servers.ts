import { openDatabaseFor } from '../kernel/db/open-database-for.ts';
import { readSettings } from '../settings.ts';
import type { BenchTools } from './bench.ts';
import { type Figure, figure } from './figure.ts';
import { loadOverHttp } from './load-over-http.ts';
import type { Place } from './open-place.ts';
import { descendantsOf } from './processes.ts';
import { openSeveralServers, type SeveralServers, urlOf } from './several-servers.ts';

/** All of them together, however many servers there are. */
const CLIENTS = 64;
/** Of each server, so that as many askings wait together in each, and may share a statement, however many servers there are. */
const CLIENTS_EACH = 16;

/**
 * Gated opens of five fields over HTTP by one, two and four servers on one database; the processor time of servers and database
 * for one open, beside that of one server. Once the same number of clients is spread over them, and once each server has as many.
 */
export async function benchServers(place: Place, { seconds }: BenchTools): Promise<readonly Figure[]> {
  const env = { ...place.env, BACKUP_DIR: `${place.env.DATA_DIR}-backups` };
  const database = await openDatabaseFor(readSettings(env), { role: 'command', say: () => {} });
  const settings = { ...env, DATABASE_URL: urlOf(database.address) };
  const figures: Figure[] = [];
  let one: number | undefined;
  let alone: number | undefined;
  try {
    for (const count of [1, 2, 4]) {
      const servers = await openSeveralServers(count, settings);
      try {
        // Each is as warm as one alone would be.
        const [each, all] = [CLIENTS_EACH, CLIENTS / count];
        await measure(place, servers, { seconds: seconds * count, clients: all });
        const { perSecond, latencies, cpu } = await measure(place, servers, { seconds: seconds * 2, clients: all });
        const alike = await measure(place, servers, { seconds: seconds * 2, clients: each });
        one ??= cpu;
        alone ??= alike.cpu;
        figures.push(
          figure(`http-open-5-fields-${count}-servers`, perSecond, 'requests/s', { latencies }),
          figure(`cpu-of-an-open-${count}-servers`, cpu, 'ms', { baseline: one }),
          figure(`cpu-of-an-open-${count}-servers-${each}-clients-each`, alike.cpu, 'ms', { baseline: alone }),
        );
      } finally {
        await servers.close();
      }
    }
    return figures;
  } finally {
    await database.close();
  }
}

interface Load {
  readonly seconds: number;
  /** Of each server. */
  readonly clients: number;
}

async function measure({ service, fields, people }: Place, servers: SeveralServers, { seconds, clients }: Load) {
  const paths = people.map(({ dealing }) => `/v1/dealings/${dealing}/fields`);
  const headers = { authorization: `Bearer ${service.secret}`, 'content-type': 'application/json' };
  const load = { bodies: [JSON.stringify({ fields })], headers, clients, seconds };
  const before = used();
  const measured = await Promise.all(
    servers.addresses.map((address, server) => {
      // Each begins with other people: callers of one and the same person are what another figure is about.
      const from = Math.floor((paths.length * server) / servers.addresses.length);
      return loadOverHttp(address, { ...load, paths: [...paths.slice(from), ...paths.slice(0, from)] });
    }),
  );
  const perSecond = measured.reduce((sum, one) => sum + one.perSecond, 0);
  const latencies = measured.flatMap((one) => one.latencies);
  return { perSecond, latencies, cpu: (used() - before) / latencies.length };
}

/** What this process started: the servers and the database. The clients are threads of this process itself. */
function used(): number {
  return descendantsOf(process.pid).reduce((sum, { cpu }) => sum + cpu, 0);
}
