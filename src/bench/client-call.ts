import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../root.ts';
import { type Figure, figure, median } from './figure.ts';

/** What the bench takes of the client for TypeScript, as whoever imports `kristalux/client` has it. */
interface ClientModule {
  openClient(options: { readonly site: string; readonly secret: string }): {
    call(name: string, input: object): Promise<unknown>;
  };
}

const CALLS = 3000;
const ANSWER = JSON.stringify({ person: 'a-pseudonym', fields: { name: 'Анна Ковальчук', email: 'anna@example.org' } });
const DEALING = '0d5a8b1e-6f0b-4c59-9d2f-1c1f5a6b7c8d';

/**
 * What the client adds to a call: the same question by it and by bare `fetch`, in turns, to a server that does nothing but
 * answer. The difference of the middles is the client's own work.
 */
export async function benchClientCall(): Promise<readonly Figure[]> {
  const { openClient } = (await import(pathToFileURL(join(root, 'dist/client.js')).href)) as ClientModule;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(ANSWER) });
      response.end(ANSWER);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('a server that listens has a port');
  const site = `http://127.0.0.1:${at.port}`;
  const secret = 'a-secret-of-the-bench-and-long-enough';
  const client = openClient({ site, secret });
  const fields = ['name', 'email'];
  const byClient = () => client.call('askFields', { dealing: DEALING, fields });
  const bare = async () => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ fields });
    const answer = await fetch(`${site}/v1/dealings/${DEALING}/fields`, { method: 'POST', headers, body });
    return JSON.parse(await answer.text()) as unknown;
  };
  const [own, without]: [number[], number[]] = [[], []];
  for (let number = 0; number < CALLS; number += 1) {
    // The first third warms up; who comes first changes.
    const kept = number >= CALLS / 3;
    for (const one of number % 2 === 0 ? ['own', 'bare'] : ['bare', 'own']) {
      const begun = performance.now();
      await (one === 'own' ? byClient() : bare());
      if (kept) (one === 'own' ? own : without).push(performance.now() - begun);
    }
  }
  server.closeAllConnections();
  server.close();
  const added = median(own) - median(without);
  return [
    figure('client-call', median(own), 'ms', { latencies: own, baseline: median(without) }),
    figure('what-the-client-adds-to-a-call', added, 'ms'),
  ];
}
