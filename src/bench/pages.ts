import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { BenchTools } from './bench.ts';
import { type Figure, figure, median } from './figure.ts';
import { loadOverHttp } from './load-over-http.ts';
import type { Place } from './open-place.ts';

const CLIENTS = 16;
const ROUNDS = 3;

/** The policy's page for a reader who is not signed in, against a bare server of Node that sends the same bytes. */
export async function benchPages({ app }: Place, { serve, seconds }: BenchTools): Promise<readonly Figure[]> {
  if (serve === null) return [];
  const served = await serve(app);
  const bare = await openBare(await pageOf(served.address));
  try {
    const page = { paths: ['/policy'], bodies: [], headers: {}, method: 'GET' as const, clients: CLIENTS, seconds };
    await loadOverHttp(bare.address, { ...page, seconds: seconds / 2 });
    await loadOverHttp(served.address, { ...page, seconds: seconds / 2 });
    const rounds = [];
    // In turns, so that whatever else the machine does meets both.
    for (let round = 0; round < ROUNDS; round += 1) {
      const baseline = await loadOverHttp(bare.address, page);
      rounds.push({ baseline, shown: await loadOverHttp(served.address, page) });
    }
    const value = median(rounds.map(({ shown }) => shown.perSecond));
    const latencies = rounds.flatMap(({ shown }) => shown.latencies);
    const baseline = median(rounds.map((round) => round.baseline.perSecond));
    const shown = figure('policy-page-16-clients', value, 'pages/s', { latencies, baseline });
    return [shown, ...(await benchFeed(served.address, seconds))];
  } finally {
    await bare.end();
    await served.end();
  }
}

/** A reader of the feed who knows its newest state. The processor time is that of reader and server together. */
async function benchFeed(address: string, seconds: number): Promise<readonly Figure[]> {
  const path = '/policy/feed.atom';
  const etag = (await fetch(`${address}${path}`)).headers.get('etag') ?? '';
  const headers = { 'if-none-match': etag };
  const load = { paths: [path], bodies: [], headers, method: 'GET' as const, clients: CLIENTS, seconds, status: 304 };
  const { perSecond, latencies, cpu } = await loadOverHttp(address, load);
  return [
    figure('feed-not-modified-16-clients', perSecond, 'answers/s', { latencies }),
    figure('cpu-of-a-feed-not-modified', cpu.own, 'ms'),
  ];
}

interface Answer {
  readonly type: string;
  readonly bytes: Buffer;
}

async function pageOf(address: string): Promise<Answer> {
  const answer = await fetch(`${address}/policy`);
  assert.equal(answer.status, 200, 'the policy is there');
  return { type: answer.headers.get('content-type') ?? '', bytes: Buffer.from(await answer.arrayBuffer()) };
}

async function openBare({ type, bytes }: Answer) {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  assert(at !== null && typeof at === 'object', 'a server that listens has a port');
  return {
    address: `http://127.0.0.1:${at.port}`,
    end: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
