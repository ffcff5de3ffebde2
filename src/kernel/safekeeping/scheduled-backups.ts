import { open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log.ts';
import { type BackUpParts, backUp } from './back-up.ts';
import * as runs from './runs/store.ts';
import { SafekeepingError } from './safekeeping-error.ts';

/** Backups that a running server makes by itself. */
export interface ScheduledBackups {
  /** Makes one when it is due, and destroys what is beyond its time. To be called again and again. */
  look(): Promise<void>;
}

interface ScheduleParts extends BackUpParts {
  readonly log: Log;
  readonly folder: string;
  readonly hours: number;
  /** How many data backups stay. */
  readonly keep: number;
  /** Integrates the ledger, so that what was answered is in the ledger that is backed up. */
  readonly sequence: () => Promise<void>;
}

export function scheduleBackups(parts: ScheduleParts): ScheduledBackups {
  return {
    async look() {
      const { db, folder, hours } = parts;
      if (await runs.isDue(db, folder, hours)) await make(parts);
      await destroy(parts);
    },
  };
}

async function make(parts: ScheduleParts): Promise<void> {
  await parts.sequence();
  try {
    const rows = await backUp(parts, parts.folder);
    parts.log.info('backup-made', { bytes: rows.reduce((sum, { bytes }) => sum + bytes, 0) });
  } catch (error) {
    // The sentence stands in the console; a log line holds no path of the operator's.
    if (!(error instanceof SafekeepingError)) throw error;
    parts.log.error('backup-failed', { reason: error.name });
  }
}

/**
 * A file that is not there any more was carried elsewhere by somebody: its date stays listed, because a copy may live.
 * Destroyed means deleted; what a disk keeps of deleted files is an assumption that the policy names.
 */
async function destroy({ db, folder, keep, log }: ScheduleParts): Promise<void> {
  const due = await runs.readToDestroy(db, folder, keep);
  let gone = 0;
  for (const { backupId, fileName } of due) {
    const deleted = await unlink(join(folder, fileName)).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') log.error('backup-not-destroyed', { reason: error.code ?? 'unknown' });
        return false;
      },
    );
    if (!deleted) continue;
    await syncFolder(folder);
    await runs.markDestroyed(db, backupId);
    gone += 1;
  }
  if (gone > 0) log.info('backups-destroyed', { files: gone });
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
