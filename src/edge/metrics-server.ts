import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { GateParts } from '../kernel/gate/parts.ts';
import { gauge } from '../kernel/watch/families.ts';
import { type Health, readHealth } from '../kernel/watch/health.ts';
import { programVersion } from '../program-version.ts';
import { answerHealth } from './health.ts';

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

interface MetricsServerParts {
  readonly parts: GateParts;
  readonly host: string;
  readonly port: number;
  /** Null: whoever reaches the port may read. */
  readonly token: string | null;
  readonly folders: readonly string[];
}

const OPEN_METRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** Numbers about this process and the site as a whole, on a port apart from the one where people come in. */
export async function openMetricsServer(given: MetricsServerParts): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    answer(given, request, response).catch(() => response.writeHead(500).end());
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(given.port, given.host, resolve);
  });
  const address = server.address();
  return {
    port: address !== null && typeof address === 'object' ? address.port : given.port,
    async close() {
      server.closeIdleConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(given: MetricsServerParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { parts, token, folders } = given;
  if (token !== null && !isBearer(request.headers.authorization ?? '', token)) {
    response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    return;
  }
  const path = (request.url ?? '').split('?')[0];
  if (request.method !== 'GET') response.writeHead(405, { allow: 'GET' }).end();
  else if (path === '/health') {
    const { status, body } = await answerHealth(parts, folders);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  } else if (path === '/metrics') {
    const text = metricsText(parts, await readHealth(parts.db, folders));
    response.writeHead(200, { 'content-type': OPEN_METRICS }).end(text);
  } else response.writeHead(404).end();
}

// Compared by their digests, so that neither length nor place of a difference can be measured.
function isBearer(header: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header), digest(`Bearer ${token}`));
}

function metricsText({ metrics, bearings }: GateParts, health: Health): string {
  const { state, freeBytes, checks } = health;
  const lines = [
    ...metrics.lines(),
    ...gauge({ name: 'kristalux_disk_free_bytes', help: 'Free on the fullest disk.' }, freeBytes),
    ...gauge({ name: 'kristalux_memory_bytes', help: 'Memory of this process.' }, process.memoryUsage.rss()),
    ...gauge(
      {
        name: 'kristalux_clock_ahead_seconds',
        help: 'By how much the clock of this machine is ahead of the database’s.',
      },
      Math.round(bearings.ahead()) / 1000,
    ),
    ...gauge({ name: 'kristalux_up_seconds', help: 'Since this process began.' }, Math.round(process.uptime())),
    ...gauge(
      { name: 'kristalux_database_up', help: 'Whether the database answers.' },
      checks.database === 'ok' ? 1 : 0,
    ),
    ...(state === null ? [] : stateLines(state)),
    '# TYPE kristalux_program info',
    '# HELP kristalux_program Which program this is.',
    `kristalux_program_info{version="${programVersion()}"} 1`,
    '# EOF',
  ];
  return `${lines.join('\n')}\n`;
}

function stateLines(state: NonNullable<Health['state']>): readonly string[] {
  const rows: readonly (readonly [name: string, help: string, value: number | null])[] = [
    ['policy_version', 'The version of the policy in force.', state.version],
    ['jobs_due', 'Jobs whose time has come, at most 10000 counted.', state.jobsDue],
    ['jobs_wait_seconds', 'How long the first of them waits.', state.jobsWaitSeconds],
    ['jobs_failed', 'Jobs that were given up and wait for somebody, at most 10000 counted.', state.jobsFailed],
    ['ledger_entries', 'Entries in the newest checkpoint.', state.ledgerSize],
    ['ledger_pending', 'Entries that no checkpoint covers yet, at most 10000 counted.', state.ledgerPending],
    ['ledger_wait_seconds', 'How long the oldest of them waits.', state.ledgerWaitSeconds],
    ['key_epoch_age_seconds', 'Age of the newest key of an epoch.', state.epochAgeSeconds],
    ['probes_failed', 'Probes of the policy in force that did not pass; absent where none ran.', state.probesFailed],
    ['probes_age_seconds', 'Age of the oldest of their results.', state.probesAgeSeconds],
    ['backup_age_seconds', 'Age of the newest data backup; absent where there is none.', state.backupAgeSeconds],
  ];
  return rows.flatMap(([name, help, value]) =>
    value === null ? [] : gauge({ name: `kristalux_${name}`, help }, Math.round(value * 1000) / 1000),
  );
}
