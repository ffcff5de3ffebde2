import type { Db } from '../db/db.ts';
import { afterLostRaces } from '../db/lost-race.ts';
import type { Reads } from '../db/reading.ts';
import type { Random } from '../ids.ts';
import type { Log } from '../log.ts';
import { Refusal } from '../refusal.ts';
import { SafekeepingError } from './safekeeping-error.ts';
import * as store from './store.ts';
import { appendTombstones, readHead, readTombstones, TOMBSTONES } from './tombstone-file.ts';

/**
 * Keeps what was forgotten forgotten when an older database comes back, however it came back.
 *
 * A tombstone is written to the database in the transaction that forgets, and taken to a file in `KEY_DIR` after the
 * commit and before the answer leaves. Not before the commit: a tombstone of an erasure that was rolled back would one
 * day erase a person who never asked for it. Not after the answer: an erasure that was acknowledged must survive the loss
 * of the database. A crash between the two leaves the tombstone in the database, and the next start takes it along.
 */
export interface Tombstones {
  /**
   * Takes to the file what this and other processes have committed. To be called before an erasure is acknowledged. Where the
   * file cannot be written everything waits in the database and is tried again at every call; the log says so once.
   *
   * @param of Whose erasure is to be acknowledged, if anybody's.
   * @throws Refusal `busy` where what was forgotten of them could not be written: it is done, and not acknowledged
   */
  settle(of?: string): Promise<void>;
  /**
   * Compares the file with the database, at the start. A database that knows of less than the file holds is an older one: what it holds
   * although it was forgotten becomes due, and is forgotten again before anything is served.
   */
  notice(): Promise<void>;
}

interface TombstoneParts {
  readonly db: Db;
  /** Every act that changes something looks here: those that end together look together. */
  readonly reads: Reads;
  readonly keyDir: string;
  readonly siteId: string;
  readonly random: Random;
  readonly log: Log;
}

export function openTombstones(parts: TombstoneParts): Tombstones {
  const { db, reads, log } = parts;
  let told = false;
  return {
    async settle(of) {
      if (!(await store.anyTombstone(reads))) return;
      try {
        await afterLostRaces(() => settle(parts));
        if (told) log.info('tombstones-written');
        told = false;
      } catch (error) {
        if (!(error instanceof SafekeepingError)) throw error;
        if (!told) log.error('tombstones-wait', { todo: error.message });
        told = true;
        if (of !== undefined && (await store.tombstoneOf(db, of)))
          throw new Refusal('busy', DONE, { retryAfterSeconds: 60 });
      }
    },
    notice: () => notice(parts),
  };
}

const DONE =
  'it is done, but could not yet be noted where it outlives the loss of the database, so it is not acknowledged; the server notes it by itself as soon as it can: look then whether it is done';

async function settle({ db, keyDir, siteId, random }: TombstoneParts): Promise<void> {
  await db.transaction(async (tx) => {
    // Whoever finds the rows gone behind this lock may trust that the file has them.
    await store.lockTombstones(tx);
    const rows = await store.takeTombstones(tx);
    if (rows.length === 0) return;
    const { fileId, bytes } = await appendTombstones(keyDir, siteId, rows, random);
    await store.rememberLength(tx, fileId, bytes);
  });
}

async function notice({ db, keyDir, siteId }: TombstoneParts): Promise<void> {
  const head = await readHead(keyDir);
  if (head === undefined) return;
  if (head.siteId !== siteId) throw new SafekeepingError(`the file ${TOMBSTONES} in ${keyDir} belongs to another site`);
  if ((await store.lengthKnown(db, head.fileId)) === head.bytes) return;
  await db.transaction(async (tx) => {
    await store.lockTombstones(tx);
    const file = await readTombstones(keyDir);
    if (file === undefined) return;
    if ((await store.lengthKnown(tx, file.fileId)) < file.bytes) await store.makeDue(tx, file.tombstones);
    await store.rememberLength(tx, file.fileId, file.bytes);
  });
}
