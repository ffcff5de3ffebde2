import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, openApp } from '../app.ts';
import { clusterOf } from '../kernel/db/embedded/places.ts';
import { readPostmaster } from '../kernel/db/embedded/postmaster.ts';
import { root } from '../root.ts';
import { readSettings } from '../settings.ts';

/** A site as it is run: a process of its own with its own PostgreSQL, in a folder that is gone afterwards. */
export interface OwnSite {
  /** The address it answers at. */
  start(): Promise<{ readonly address: string; readonly pid: number }>;
  /** Sends a signal to the server that runs, or to its PostgreSQL, and waits for the end of the server. */
  signal(whom: 'server' | 'database', signal: NodeJS.Signals): Promise<void>;
  /** What a command printed. */
  command(...args: readonly string[]): Promise<string>;
  /** The product opened in this process, beside the server or without one. */
  look<T>(work: (app: App) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function openOwnSite(more: Readonly<Record<string, string>> = {}): OwnSite {
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-site-'));
  // The built-in PostgreSQL may run as another user, who has to reach its files.
  chmodSync(folder, 0o711);
  const env = {
    ...(process.env.PATH === undefined ? {} : { PATH: process.env.PATH }),
    DATA_DIR: join(folder, 'data'),
    KEY_DIR: join(folder, 'keys'),
    PORT: '0',
    LOG_LEVEL: 'error',
    ...more,
  };
  const run = (args: readonly string[]) => runProgram(args, env);
  let server: ChildProcess | undefined;
  const end = async (signal: NodeJS.Signals) => {
    if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
    const closed = once(server, 'close');
    server.kill(signal);
    await closed;
  };
  return {
    async start() {
      server = run(['serve']);
      return { address: await addressSaid(server), pid: server.pid ?? 0 };
    },
    async signal(whom, signal) {
      if (whom === 'server') return await end(signal);
      const found = readPostmaster(clusterOf(env.DATA_DIR));
      if (found === undefined) throw new Error('no PostgreSQL runs in this folder');
      process.kill(found.pid, signal);
    },
    command: async (...args) => await whatItSaid(run(args)),
    look: (work) => lookInto(env, work),
    async close() {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The program as it is started on a command line; it lives until it ends or is told to.
 * @param folder Where another build of it lies.
 */
export function runProgram(args: readonly string[], env: NodeJS.ProcessEnv, folder = root): ChildProcess {
  const program = join(folder, 'bin/kristalux.mjs');
  return spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

export async function whatItSaid(child: ChildProcess): Promise<string> {
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  child.stderr?.resume();
  await once(child, 'close');
  return said;
}

/** Once a server says where it answers. */
export function addressSaid(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /answers at (http:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    let complained = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complained = `${complained}${text}`.slice(-2000);
    });
    child.once('close', () => reject(new Error(`the server ended before it answered: ${complained}`)));
  });
}

/** The product opened in this process for a moment, beside the servers that these settings are of. */
export async function lookInto<T>(env: Readonly<Record<string, string>>, work: (app: App) => Promise<T>): Promise<T> {
  const app = await openApp(readSettings(env), { role: 'command' });
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
