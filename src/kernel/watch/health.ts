import { statfsSync } from 'node:fs';
import type { Db } from '../db/db.ts';
import { readState, type State } from './store.ts';

/** How a part is: `attention` works for now and should be looked at. */
export type Standing = 'ok' | 'attention' | 'failing';

export interface Health {
  readonly status: Standing;
  readonly checks: Readonly<
    Record<'database' | 'policy' | 'worker' | 'ledger' | 'promises' | 'backup' | 'disk', Standing>
  >;
  /** Null where the database is away. */
  readonly state: State | null;
  /** Bytes that are free on the fullest disk. */
  readonly freeBytes: number;
}

/** Longer than any rest of a worker: nobody takes what is due. */
const JOBS_WAIT_SECONDS_MAX = 300;
/** A checkpoint follows an entry within a second or two. */
const LEDGER_WAIT_SECONDS_MAX = 60;
const BACKUP_AGE_SECONDS_MAX = 3 * 86_400;
const FREE_BYTES_MIN = 1_000_000_000;
const FREE_SHARE_MIN = 0.05;

/** Whether this process can do its work. Words and numbers of the site as a whole: nothing of anybody. */
export async function readHealth(db: Db, folders: readonly string[]): Promise<Health> {
  const state = await readState(db).catch(() => null);
  const disks = folders.map(diskOf);
  const checks = {
    database: state === null ? 'failing' : 'ok',
    policy: state?.version == null ? 'failing' : 'ok',
    worker: when(state === null || state.jobsWaitSeconds > JOBS_WAIT_SECONDS_MAX),
    ledger: when(state === null || state.ledgerWaitSeconds > LEDGER_WAIT_SECONDS_MAX),
    // What was not shown under this version needs a look as much as what did not pass.
    promises: when(state?.probesFailed !== 0),
    backup: when(state?.backupAgeSeconds == null || state.backupAgeSeconds > BACKUP_AGE_SECONDS_MAX),
    disk: when(disks.some(({ low }) => low)),
  } as const;
  const all: readonly Standing[] = Object.values(checks);
  const status = all.includes('failing') ? 'failing' : all.includes('attention') ? 'attention' : 'ok';
  return { status, checks, state, freeBytes: Math.min(...disks.map(({ free }) => free)) };
}

function when(attention: boolean): Standing {
  return attention ? 'attention' : 'ok';
}

function diskOf(folder: string): { readonly free: number; readonly low: boolean } {
  try {
    const { bavail, blocks, bsize } = statfsSync(folder);
    const free = bavail * bsize;
    return { free, low: free < FREE_BYTES_MIN && bavail < blocks * FREE_SHARE_MIN };
  } catch {
    // A folder that is not there cannot be written to either.
    return { free: 0, low: true };
  }
}
