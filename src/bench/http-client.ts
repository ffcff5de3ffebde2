import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { closedLoop } from './closed-loop.ts';
import type { HttpLoad } from './load-over-http.ts';

// Started by load-over-http.ts as a thread of its own; built as an entry of its own by tools/build.mjs. It shares the
// machine with the server, so it speaks as little HTTP as is needed to tell that an answer is whole.
const { address, load } = workerData as { readonly address: string; readonly load: HttpLoad };
const { hostname, port, host } = new URL(address);
const { method = 'POST', headers, status = 200 } = load;
const bodies = [...load.bodies];
const { each = [{}] } = load;
const heads = each.flatMap((own) => {
  const said = Object.entries({ host, ...headers, ...own }).map(([name, value]) => `${name}: ${value}\r\n`);
  return load.paths.map((path) => `${method} ${path} HTTP/1.1\r\n${said.join('')}`);
});
const OK = `HTTP/1.1 ${status} `;

function requestOf(number: number): string {
  const head = heads[(number * 7919) % heads.length] ?? '';
  if (method === 'GET') return `${head}\r\n`;
  const body = bodies[number % bodies.length] ?? '';
  return `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** What the answer gave is what is asked with next. */
function nextBody(body: string, name: string, answer: string): string {
  const value = new RegExp(`"${name}":"([^"]+)"`).exec(answer)?.[1];
  if (value === undefined) throw new Error(`an answer holds ${name}`);
  return body.replace(new RegExp(`(?<=\\b${name}=)[^&]*`), encodeURIComponent(value));
}

const clients = await Promise.all(Array.from({ length: load.clients }, (_, own) => openClient(own)));
const measured = await closedLoop({ callers: load.clients, milliseconds: load.seconds * 1000 }, async (number) => {
  const client = clients.pop();
  if (client === undefined) throw new Error('there is a connection for each caller');
  const own = load.chained === undefined ? number : client.own;
  const answer = await client.send(requestOf(own));
  if (load.chained !== undefined) bodies[own] = nextBody(bodies[own] ?? '', load.chained, answer);
  clients.push(client);
});
for (const { close } of clients) close();
parentPort?.postMessage(measured);

interface Client {
  readonly own: number;
  /** Resolves with a whole answer of the expected status. */
  send(request: string): Promise<string>;
  close(): void;
}

async function openClient(own: number): Promise<Client> {
  const socket = connect(Number(port), hostname);
  let heard = Buffer.alloc(0);
  let waiting: { resolve(answer: string): void; reject(error: Error): void } | undefined;
  socket.on('data', (chunk) => {
    heard = heard.length === 0 ? chunk : Buffer.concat([heard, chunk]);
    const head = heard.indexOf('\r\n\r\n');
    if (head === -1) return;
    const start = heard.toString('latin1', 0, head);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(start)?.[1]);
    if (heard.length < head + 4 + length) return;
    const answer = load.chained === undefined ? '' : heard.toString('utf8', head + 4);
    heard = Buffer.alloc(0);
    if (start.startsWith(OK)) waiting?.resolve(answer);
    else waiting?.reject(new Error(start.slice(0, 15)));
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the server closed the connection')));
  await new Promise<void>((resolve, reject) => {
    waiting = { resolve: () => resolve(), reject };
    socket.once('connect', resolve);
  });
  return {
    own,
    send: (request) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      }),
    close: () => {
      waiting = undefined;
      socket.destroy();
    },
  };
}
