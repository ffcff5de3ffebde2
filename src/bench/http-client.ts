import { Agent, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { closedLoop } from './closed-loop.ts';
import type { HttpLoad } from './load-over-http.ts';

// Started by load-over-http.ts as a thread of its own; built as an entry of its own by tools/build.mjs.
const { address, load } = workerData as { readonly address: string; readonly load: HttpLoad };
const agent = new Agent({ keepAlive: true, maxSockets: load.clients });
const measured = await closedLoop({ callers: load.clients, milliseconds: load.seconds * 1000 }, post);
agent.destroy();
parentPort?.postMessage(measured);

function post(number: number): Promise<void> {
  const { method = 'POST', authorization, cookie } = load;
  const headers = {
    ...(authorization === '' ? {} : { authorization }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(load.body) }),
  };
  const path = load.paths[(number * 7919) % load.paths.length] ?? '/';
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, address), { method, agent, headers }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`status ${answer.statusCode}`)),
      );
    });
    sent.on('error', reject);
    sent.end(load.body);
  });
}
