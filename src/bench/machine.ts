import { cpus, loadavg, release, totalmem, type } from 'node:os';
import type { Sql } from '../kernel/db/db.ts';
import { readServer } from './store.ts';

/** What the figures were measured on: without it they say nothing. */
export interface Machine {
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly node: string;
  readonly postgres: string;
  /** PostgreSQL's settings that decide about durability and speed. */
  readonly settings: Readonly<Record<string, string>>;
  /** Average of runnable processes over the last minute, before the first measurement: above 0.3, others were working too. */
  readonly load: number;
}

export async function describeMachine(sql: Sql): Promise<Machine> {
  const [one] = cpus();
  const { version, settings } = await readServer(sql);
  return {
    system: `${type()} ${release()}`,
    cpu: one?.model ?? 'unknown',
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres: version,
    settings,
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}
