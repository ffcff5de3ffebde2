import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from '../app.ts';
import type { DatabaseAddress } from '../kernel/db/address.ts';
import { openDatabaseFor } from '../kernel/db/open-database-for.ts';
import { addressSaid, lookInto, runProgram, whatItSaid } from './own-site.ts';

/** Several servers, each a process of its own, on one database and one key folder. */
export interface SeveralServers {
  /** Where each answers now; one that was ended and not started again is where it was. */
  readonly addresses: readonly string[];
  /** Those that ended although nobody told them to, with their last words. */
  readonly fallen: readonly string[];
  pids(): readonly number[];
  end(server: number, signal: NodeJS.Signals): Promise<void>;
  /** @param folder Where another build of the program lies. */
  start(server: number, folder?: string): Promise<void>;
  /** With which code it ended, once it did so by itself. */
  ended(server: number): Promise<number | null>;
  /** What a command printed. */
  command(...args: readonly string[]): Promise<string>;
  /** The product opened in this process, as one more beside them. */
  look<T>(work: (app: App) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** All are started at the same moment, also on a database that was never used. */
export async function openSeveralServers(
  count: number,
  settings: Readonly<Record<string, string>>,
  own: (server: number) => Readonly<Record<string, string>> = () => ({}),
): Promise<SeveralServers> {
  const env = {
    ...(process.env.PATH === undefined ? {} : { PATH: process.env.PATH }),
    ...{ PORT: '0', LOG_LEVEL: 'error' },
    ...settings,
  };
  const running: ChildProcess[] = [];
  const told = new WeakSet<ChildProcess>();
  const fallen: string[] = [];
  const addresses: string[] = [];
  const start = async (server: number, folder?: string) => {
    const child = runProgram(['serve'], { ...env, ...own(server) }, folder);
    running[server] = child;
    watchFall(child, (said) => told.has(child) || fallen.push(`server ${server + 1} ended by itself: ${said}`));
    addresses[server] = await addressSaid(child);
  };
  const end = async (server: number, signal: NodeJS.Signals) => {
    const child = running[server];
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    told.add(child);
    child.kill(signal);
    await closed;
  };
  const ended = async (server: number) => {
    const child = running[server];
    assert(child !== undefined, 'it was started');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    return child.exitCode;
  };
  const numbers = Array.from({ length: count }, (_, server) => server);
  const close = async () => {
    await Promise.all(numbers.map((server) => end(server, 'SIGTERM')));
  };
  const started = await Promise.allSettled(numbers.map((server) => start(server)));
  for (const one of started) {
    if (one.status === 'fulfilled') continue;
    await close();
    throw one.reason;
  }
  return {
    addresses,
    fallen,
    end,
    start,
    ended,
    close,
    pids: () => running.map(({ pid }) => pid ?? 0),
    command: async (...args) => await whatItSaid(runProgram(args, env)),
    look: (work) => lookInto(env, work),
  };
}

/** A server that ends although nobody told it to is a defect, and its own last words say which. */
function watchFall(child: ChildProcess, hear: (said: string) => void): void {
  let said = '';
  child.stderr?.on('data', (text: string) => {
    said = `${said}${text}`.slice(-4000);
  });
  child.once('close', (code, signal) => {
    // What a newer program has taken over from ends by itself, and is meant to.
    if (!said.includes('so this one ends')) hear(`${code ?? signal} ${said}`);
  });
}

/** The same on a durable PostgreSQL of their own, in a folder that is gone afterwards. */
export async function openSharedSite(count: number): Promise<SeveralServers> {
  const folder = mkdtempSync(join(tmpdir(), 'kristalux-several-'));
  // The built-in PostgreSQL may run as another user, who has to reach its files.
  chmodSync(folder, 0o711);
  const databasePlace = { databaseUrl: undefined, dataDir: join(folder, 'data') };
  const database = await openDatabaseFor(databasePlace, { role: 'serve', say: () => {} });
  const close = async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const settings = { DATABASE_URL: urlOf(database.address), KEY_DIR: join(folder, 'keys') };
    const servers = await openSeveralServers(count, { ...settings, BACKUP_DIR: join(folder, 'backups') });
    return {
      ...servers,
      async close() {
        await servers.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The address as others name it in `DATABASE_URL`. */
export function urlOf(address: DatabaseAddress): string {
  if ('url' in address) return address.url;
  const { user, database, socket } = address;
  assert(/^\w+$/.test(user + database), 'our own database has a plain name');
  return `postgres://${user}@localhost/${database}?host=${encodeURIComponent(socket)}`;
}
