import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TakenNotice {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A service's own server: takes what is sent, and answers as the test says. */
export interface NoticeTaker extends AsyncDisposable {
  readonly host: string;
  readonly address: string;
  readonly taken: TakenNotice[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
}

export async function openNoticeTaker(): Promise<NoticeTaker> {
  const taken: TakenNotice[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    taken.push({ path: request.url ?? '', headers, body });
    taker.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const taker: NoticeTaker = {
    host,
    address: `http://${host}/notices`,
    taken,
    answer: (_request, response) => response.writeHead(204).end(),
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return taker;
}
