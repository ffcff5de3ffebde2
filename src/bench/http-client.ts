import { connect } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { closedLoop } from './closed-loop.ts';
import type { HttpLoad } from './load-over-http.ts';

// Started by load-over-http.ts as a thread of its own; built as an entry of its own by tools/build.mjs. It shares the
// machine with the server, so it speaks as little HTTP as is needed to tell that an answer is whole.
const { address, load } = workerData as { readonly address: string; readonly load: HttpLoad };
const { hostname, port, host } = new URL(address);
const requests = load.paths.map((path) =>
  Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: ${load.authorization}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(load.body)}\r\n\r\n${load.body}`,
  ),
);
const clients = await Promise.all(Array.from({ length: load.clients }, openClient));
const measured = await closedLoop({ callers: load.clients, milliseconds: load.seconds * 1000 }, async (number) => {
  const client = clients.pop();
  const request = requests[(number * 7919) % requests.length];
  if (client === undefined || request === undefined) throw new Error('there is a connection for each caller');
  await client.send(request);
  clients.push(client);
});
for (const { close } of clients) close();
parentPort?.postMessage(measured);

interface Client {
  /** Resolves when a whole answer of status 200 has come. */
  send(request: Buffer): Promise<void>;
  close(): void;
}

async function openClient(): Promise<Client> {
  const socket = connect(Number(port), hostname);
  let heard = Buffer.alloc(0);
  let waiting: { resolve(): void; reject(error: Error): void } | undefined;
  socket.on('data', (chunk) => {
    heard = heard.length === 0 ? chunk : Buffer.concat([heard, chunk]);
    const head = heard.indexOf('\r\n\r\n');
    if (head === -1) return;
    const said = heard.toString('latin1', 0, head);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(said)?.[1]);
    if (heard.length < head + 4 + length) return;
    heard = Buffer.alloc(0);
    if (said.startsWith('HTTP/1.1 200 ')) waiting?.resolve();
    else waiting?.reject(new Error(said.slice(0, 15)));
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the server closed the connection')));
  await new Promise<void>((resolve, reject) => {
    waiting = { resolve, reject };
    socket.once('connect', resolve);
  });
  return {
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
