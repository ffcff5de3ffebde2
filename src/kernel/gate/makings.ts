import { DatabaseUnavailable } from '../db/database-unavailable.ts';
import type { Db } from '../db/db.ts';
import type { ToWrite } from '../db/writing.ts';
import { insertRuns, type RunToInsert } from '../ledger/append.ts';
import { writeRows } from './making.ts';
import { Conflict } from './request.ts';

/** Somebody who was decided on and waits to be written: the first entry of their chain, and every other row. */
export interface ToMake {
  readonly run: RunToInsert;
  readonly rows: readonly ToWrite[];
}

/** Resolves once it is committed. Throws where nothing was written: Conflict to decide anew, or what a row says. */
export type Makings = (toMake: ToMake) => Promise<void>;

/** People of one commit; the first of them waits for the last. */
const PERSONS_MAX = 64;
/** Commits under way at once: while one waits for the disk, the next is made. */
const UNDER_WAY_MAX = 2;

interface Waiting extends ToMake {
  settle(): void;
  fail(error: unknown): void;
}

/** People who are made at the same time, in few statements and few commits. Alone nobody waits. */
export function openMakings(db: Db): Makings {
  const waiting: Waiting[] = [];
  let underWay = 0;
  let called = false;
  const call = () => {
    if (called || underWay >= UNDER_WAY_MAX || waiting.length === 0) return;
    called = true;
    // After all that this turn of the loop woke, so that they go out together.
    setImmediate(() => {
      called = false;
      underWay += 1;
      void write(db, waiting.splice(0, PERSONS_MAX)).finally(() => {
        underWay -= 1;
        call();
      });
      call();
    });
  };
  return (toMake) =>
    new Promise((settle, fail) => {
      waiting.push({ ...toMake, settle, fail });
      call();
    });
}

async function write(db: Db, all: readonly Waiting[]): Promise<void> {
  try {
    await db.transaction(async (tx) => {
      const rows = all.flatMap((one) => one.rows);
      const [inserted] = await Promise.all([
        insertRuns(
          tx,
          all.map(({ run }) => run),
        ),
        writeRows(tx, rows),
      ]);
      if (inserted.size < all.length) throw new Conflict();
    });
    for (const one of all) one.settle();
  } catch (error) {
    if (all.length === 1 || error instanceof DatabaseUnavailable) for (const one of all) one.fail(error);
    else {
      // The commit is taken back as a whole. What one of them cannot have takes nothing from anybody else.
      const middle = Math.ceil(all.length / 2);
      await write(db, all.slice(0, middle));
      await write(db, all.slice(middle));
    }
  }
}
