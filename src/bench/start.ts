import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Figure, figure } from './figure.ts';
import { type OwnSite, openOwnSite } from './own-site.ts';
import { descendantsOf } from './processes.ts';

/** From the command to the first answer of a server of its own, in an empty folder and again; and what it holds idle. */
export async function benchStart(): Promise<readonly Figure[]> {
  const site = openOwnSite();
  try {
    const fresh = await startOnce(site, async () => []);
    const again = await startOnce(site, memoryOf);
    return [
      figure('first-start-to-first-answer', fresh.milliseconds, 'ms'),
      figure('second-start-to-first-answer', again.milliseconds, 'ms'),
      ...again.figures,
    ];
  } finally {
    await site.close();
  }
}

async function startOnce(site: OwnSite, look: (pid: number) => Promise<readonly Figure[]>) {
  const before = performance.now();
  const { address, pid } = await site.start();
  const answer = await fetch(new URL('/health/ready', address));
  await answer.text();
  const milliseconds = performance.now() - before;
  const figures = await look(pid);
  await site.signal('server', 'SIGTERM');
  return { milliseconds, figures };
}

/** V8 gives back what a start has used up only after eight seconds in which nothing much happens. */
const IDLE_MILLISECONDS = 20_000;

/** What server and database hold once they have nothing to do. Told on Linux only, where the kernel says it. */
async function memoryOf(pid: number): Promise<readonly Figure[]> {
  if (!existsSync('/proc/self/smaps_rollup')) return [];
  await pause(IDLE_MILLISECONDS);
  const database = descendantsOf(pid).reduce((sum, one) => sum + proportional(one.pid), 0);
  return [figure('server-memory-idle', proportional(pid), 'MB'), figure('database-memory-idle', database, 'MB')];
}

/** Its share of what it shares, and all that is its own (PSS), megabytes. */
function proportional(pid: number): number {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
