import { createServer, type IncomingMessage } from 'node:http';
import type { Outside } from '../../kernel/outside.ts';
import type { OutsideCall } from '../../kernel/probe.ts';

/** Stands for every declared provider: keeps what it gets and answers with a status. */
export interface ProviderSink {
  readonly port: number;
  readonly calls: readonly OutsideCall[];
  /** What the twin reaches by HTTP: a declared address ends here, over a real connection; no other address is reached. */
  readonly outside: Outside;
  answer(status: number): void;
  close(): Promise<void>;
}

/** @param declared The addresses that the version in force declares at the moment it is asked. */
export async function openProviderSink(declared: () => Promise<readonly string[]>): Promise<ProviderSink> {
  const calls: OutsideCall[] = [];
  let status = 202;
  const server = createServer(async (request, response) => {
    const address = decodeURIComponent((request.url ?? '/').slice(1));
    calls.push({ address, headers: headersOf(request), body: await bodyOf(request) });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('a server that listens has a port');
  const { port } = at;
  return {
    port,
    calls,
    outside: {
      async fetch(address, init) {
        const known = (await declared()).includes(address);
        return await fetch(known ? `http://127.0.0.1:${port}/${encodeURIComponent(address)}` : address, init);
      },
    },
    answer(next) {
      status = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
