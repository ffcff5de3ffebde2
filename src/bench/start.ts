import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../root.ts';
import { type Figure, figure } from './figure.ts';
import { descendantsOf } from './processes.ts';

/** From the command to the first answer of a server of its own, in an empty folder and again; and what it holds idle. */
export async function benchStart(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-start-'));
  try {
    const fresh = await startOnce(folder, async () => []);
    const again = await startOnce(folder, memoryOf);
    return [
      figure('first-start-to-first-answer', fresh.milliseconds, 'ms'),
      figure('second-start-to-first-answer', again.milliseconds, 'ms'),
      ...again.figures,
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startOnce(folder: string, look: (pid: number) => Promise<readonly Figure[]>) {
  const env = {
    PATH: process.env.PATH,
    DATA_DIR: join(folder, 'data'),
    KEY_DIR: join(folder, 'keys'),
    PORT: '0',
    LOG_LEVEL: 'error',
  };
  const before = performance.now();
  const child = spawn(process.execPath, [join(root, 'bin/kristalux.mjs'), 'serve'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const address = await addressSaid(child);
    const answer = await fetch(new URL('/health/ready', address));
    await answer.text();
    const milliseconds = performance.now() - before;
    return { milliseconds, figures: await look(child.pid ?? 0) };
  } finally {
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('close', resolve));
  }
}

function addressSaid(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /answers at (http:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', () => reject(new Error('the server ended before it answered')));
  });
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
