import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type App, openApp } from '../../src/app.ts';
import { clusterOf } from '../../src/kernel/db/embedded/places.ts';
import { readPostmaster } from '../../src/kernel/db/embedded/postmaster.ts';
import { root } from '../../src/root.ts';
import { readSettings } from '../../src/settings.ts';
import { openTestFolder } from './folder.ts';
import { type Ending, type Program, startProgram } from './process.ts';

/** A site as it is run: a process of its own with its own PostgreSQL on real folders. */
export interface OwnServer extends AsyncDisposable {
  readonly folder: string;
  readonly dataDir: string;
  readonly keyDir: string;
  /** Starts the server, with other settings where some are given; the address it answers at. */
  start(other?: Readonly<Record<string, string>>): Promise<string>;
  /** The server that was started last. */
  server(): Program;
  /** The process of its PostgreSQL. */
  database(): number;
  command(...args: readonly string[]): Promise<Ending>;
  /** The product opened in this process, beside the server or without one. */
  look<T>(work: (app: App) => Promise<T>): Promise<T>;
  /** Everything that any server said. */
  said(): Promise<string>;
}

export function ownServer(more: Readonly<Record<string, string>> = {}): OwnServer {
  const folder = openTestFolder();
  const dataDir = join(folder.path, 'data');
  const keyDir = join(folder.path, 'keys');
  const temporary = join(folder.path, 'tmp');
  mkdirSync(temporary, { mode: 0o1777 });
  const folders = { DATA_DIR: dataDir, KEY_DIR: keyDir, BACKUP_DIR: join(folder.path, 'backups'), TMPDIR: temporary };
  const env = { ...folders, PORT: '0', DATABASE_URL: '', ...more };
  const program = join(root, 'bin/kristalux.mjs');
  const started: Program[] = [];
  const server = () => {
    const last = started.at(-1);
    if (last === undefined) throw new Error('no server was started yet');
    return last;
  };
  return {
    folder: folder.path,
    dataDir,
    keyDir,
    server,
    async start(other) {
      const next = startProgram(program, ['serve'], { env: { ...env, ...other } });
      started.push(next);
      const [, address = ''] = await next.said(/answers at (http\S+)/);
      return address;
    },
    database() {
      const found = readPostmaster(clusterOf(dataDir));
      if (found === undefined) throw new Error('no PostgreSQL runs on this folder');
      return found.pid;
    },
    command: (...args) => startProgram(program, args, { env }).ended,
    async look(work) {
      const app = await openApp(readSettings(env), { role: 'command' });
      try {
        return await work(app);
      } finally {
        await app.close();
      }
    },
    async said() {
      const endings = await Promise.all(started.map(({ ended }) => ended));
      return endings.map(({ stdout, stderr }) => stdout + stderr).join('\n');
    },
    async [Symbol.asyncDispose]() {
      for (const one of started) await one[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}
