import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { root } from '../root.ts';
import type { Measured } from './closed-loop.ts';

export interface HttpLoad {
  readonly clients: number;
  readonly seconds: number;
  /** Asked in turn, each with the same body. */
  readonly paths: readonly string[];
  readonly body: string;
  /** Empty: none is sent. */
  readonly authorization: string;
  readonly cookie?: string;
  readonly method?: 'GET' | 'POST';
}

/** Clients in a thread of their own: in the server's they would measure each other. */
export async function loadOverHttp(address: string, load: HttpLoad): Promise<Measured> {
  const worker = new Worker(join(root, 'dist/http-client.js'), { workerData: { address, load } });
  try {
    return await new Promise<Measured>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
  } finally {
    await worker.terminate();
  }
}
