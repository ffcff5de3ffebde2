import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { root } from '../root.ts';
import type { Measured } from './closed-loop.ts';

export interface HttpLoad {
  readonly clients: number;
  readonly seconds: number;
  /** Asked in turn. */
  readonly paths: readonly string[];
  readonly method?: 'GET' | 'POST';
  /** Taken in turn; one alone is sent each time. None for GET. */
  readonly bodies: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** What differs between those who ask, taken in turn. */
  readonly each?: readonly Readonly<Record<string, string>>[];
  /** Each client has a body of its own, and what its answer holds under this name takes the place of what the body held. */
  readonly chained?: string;
  /** What each answer must be. */
  readonly status?: number;
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
