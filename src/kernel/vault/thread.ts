import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { root } from '../../root.ts';

/** A thread that answers each work it is sent, and remembers nothing of it. */
export interface Thread<Work, Answer> {
  /** @returns Undefined where the thread is gone. */
  ask(work: Work, handedOver: readonly ArrayBuffer[]): Promise<Answer | undefined>;
  end(): Promise<void>;
}

export interface Numbered<T> {
  readonly id: number;
  readonly of: T;
}

/** @param program Its file in dist/. */
export function startThread<Work, Answer>(program: string): Thread<Work, Answer> {
  const underWay = new Map<number, (answer: Answer | undefined) => void>();
  let number = 0;
  let gone = false;
  const worker = new Worker(join(root, 'dist', program), { env: {} });
  // It keeps no process alive that has nothing else to do.
  worker.unref();
  worker.on('message', ({ id, of }: Numbered<Answer>) => {
    underWay.get(id)?.(of);
    underWay.delete(id);
  });
  const lost = () => {
    gone = true;
    for (const answered of underWay.values()) answered(undefined);
    underWay.clear();
  };
  worker.on('error', lost);
  worker.on('exit', lost);
  return {
    async ask(work, handedOver) {
      if (gone) return undefined;
      number += 1;
      const message: Numbered<Work> = { id: number, of: work };
      return await new Promise((answered) => {
        underWay.set(message.id, answered);
        worker.postMessage(message, handedOver);
      });
    },
    end: async () => {
      await worker.terminate();
    },
  };
}
