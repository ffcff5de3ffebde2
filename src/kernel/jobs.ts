import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseUnavailable } from './db/database-unavailable.ts';
import type { Db } from './db/db.ts';
import { endJob, putOff, takeDue } from './jobs/store.ts';
import type { Log } from './log.ts';
import { Refusal } from './refusal.ts';

export { enqueue, hurry, keepRecurring, settleFailed } from './jobs/store.ts';

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
  /** What it can do, as jobs name it. */
  readonly kinds: readonly string[];
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
  const running = new Set<Promise<void>>();
  let stopped = false;
  let loop: Promise<void> | undefined;
  let wake: (() => void) | undefined;
  let looking = 0;
  // Each slot is free again when its own job ends: a slow relay or provider keeps no other job waiting.
  const fill = async (): Promise<number> => {
    if (running.size >= SLOTS) return 0;
    looking += 1;
    try {
      const jobs = await takeDue(db, [...handlers.keys()], SLOTS - running.size);
      for (const job of jobs) {
        const work = runJob(db, log, handlers, job).finally(() => running.delete(work));
        running.add(work);
      }
      return jobs.length;
    } finally {
      looking -= 1;
    }
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
      const taken = await fill().catch((error: unknown) => {
        log.warn('worker-round-failed', { reason: error instanceof Error ? error.name : 'unknown' });
        return 0;
      });
      if (taken === 0 && !stopped) await Promise.race(running.size >= SLOTS ? running : [idle(), ...running]);
    }
    await Promise.all(running);
  };
  return {
    kinds: [...handlers.keys()],
    async drain() {
      for (;;) {
        // A job that ended while the queue was being looked at may be due again, and another look may just have taken one:
        // only a look with nothing running and nobody else looking counts.
        const alone = () => running.size === 0 && looking === 0;
        const before = alone();
        if ((await fill()) > 0) continue;
        if (before && alone()) return;
        if (running.size > 0) await Promise.race(running);
      }
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
  try {
    await endJob(db, job.jobId, await handler(job));
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown';
    log.error('job-broken', { job: job.jobId, kind: job.kind, reason });
    // A defect: tried again, slower each time, and never lost. That the database was away, or busy, is no fault of the job.
    const away = error instanceof DatabaseUnavailable || (error instanceof Refusal && error.code === 'busy');
    await putOffSurely(db, job.jobId, away ? { seconds: AWAY_SECONDS, counted: false } : brokenBefore(job));
  }
}

const brokenBefore = ({ attempts }: Job) => ({ seconds: Math.min(2 ** attempts, 3600), counted: true });

/** Between two looks for a database that was away; and how often it is looked for before the lease has to end by itself. */
const AWAY_SECONDS = 1;
const LOOKS_MAX = 10;
const LOOK_MILLISECONDS = 500;

async function putOffSurely(db: Db, jobId: string, off: Parameters<typeof putOff>[2]): Promise<void> {
  for (let look = 1; ; look += 1) {
    try {
      await putOff(db, jobId, off);
      return;
    } catch (error) {
      // Not even that could be written: its lease ends, and it is taken again.
      if (!(error instanceof DatabaseUnavailable) || look === LOOKS_MAX) return;
      await pause(LOOK_MILLISECONDS);
    }
  }
}
