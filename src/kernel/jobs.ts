import type { Db } from './db/db.ts';
import { endJob, takeDue } from './jobs/store.ts';
import type { Log } from './log.ts';

export { enqueue } from './jobs/store.ts';

/** Work outside a transaction, written in the one that asks for it. It holds references and never a value. */
export interface NewJob {
  readonly jobId: string;
  readonly kind: string;
  readonly personId: string | null;
  readonly reference: string | null;
  /** Absent: at once. */
  readonly runAt?: Date;
}

export interface Job {
  readonly jobId: string;
  readonly kind: string;
  readonly personId: string | null;
  readonly reference: string | null;
  /** Which try this is, from 1. */
  readonly attempts: number;
}

/** How a try ended: done; again later; or given up with a closed word for the console. */
export type JobEnd = 'done' | { readonly againInSeconds: number } | { readonly failed: string };
export type JobHandler = (job: Job) => Promise<JobEnd>;

/** How many jobs one process works on at once. */
const SLOTS = 8;

export interface Worker {
  /** Runs until nothing is due, however long that takes: what a test waits for instead of time. */
  drain(): Promise<void>;
  /** Looks for due jobs again and again until stopped. */
  start(): void;
  /** Lets running jobs end, takes no more. */
  stop(): Promise<void>;
}

export function openWorker(parts: {
  readonly db: Db;
  readonly log: Log;
  readonly handlers: ReadonlyMap<string, JobHandler>;
  /** Between two looks at an empty queue, milliseconds. */
  readonly idleMilliseconds?: number;
}): Worker {
  const { db, log, handlers, idleMilliseconds = 250 } = parts;
  let stopped = false;
  let loop: Promise<void> | undefined;
  let wake: (() => void) | undefined;
  const round = async (): Promise<number> => {
    const jobs = await takeDue(db, [...handlers.keys()], SLOTS);
    await Promise.all(jobs.map((job) => runJob(db, log, handlers, job)));
    return jobs.length;
  };
  const idle = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, idleMilliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    while (!stopped) {
      const worked = await round().catch((error: unknown) => {
        log.warn('worker-round-failed', { reason: error instanceof Error ? error.name : 'unknown' });
        return 0;
      });
      if (worked === 0 && !stopped) await idle();
    }
  };
  return {
    async drain() {
      while ((await round()) > 0);
    },
    start() {
      loop ??= run();
    },
    async stop() {
      stopped = true;
      wake?.();
      await loop;
    },
  };
}

async function runJob(db: Db, log: Log, handlers: ReadonlyMap<string, JobHandler>, job: Job): Promise<void> {
  const handler = handlers.get(job.kind);
  if (handler === undefined) return;
  let end: JobEnd;
  try {
    end = await handler(job);
  } catch (error) {
    // A defect or a lost database: tried again, slower each time, and never lost.
    log.error('job-broken', {
      job: job.jobId,
      kind: job.kind,
      reason: error instanceof Error ? error.name : 'unknown',
    });
    end = { againInSeconds: Math.min(2 ** job.attempts, 3600) };
  }
  await endJob(db, job.jobId, end);
}
